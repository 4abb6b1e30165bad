/** `<rng>`, randomness from the host (formatdomain, "Random number generator device"). */
import { integer, oneOf, string } from '../../xml/codec.ts';
import { attribute, text } from '../../xml/property.ts';
import { virtioDriver, virtioModels } from './common.ts';

export const rng = {
  model: attribute('@model', oneOf(virtioModels), { capability: 'rng.model' }),
  backend: attribute('backend/@model', oneOf(['random', 'egd', 'builtin']), { capability: 'rng.backendModel' }),
  source: text('backend', string, { when: { backend: ['random'] } }),
  egdType: attribute('backend/@type', oneOf(['udp', 'tcp', 'unix']), { when: { backend: ['egd'] } }),
  sourceMode: attribute('backend/source/@mode', oneOf(['connect', 'bind']), { when: { backend: ['egd'] } }),
  host: attribute('backend/source/@host', string, { when: { backend: ['egd'] } }),
  service: attribute('backend/source/@service', string, { when: { backend: ['egd'] } }),
  path: attribute('backend/source/@path', string, { when: { backend: ['egd'] } }),
  /** Bytes per `ratePeriod` milliseconds. */
  rateBytes: attribute('rate/@bytes', integer),
  ratePeriod: attribute('rate/@period', integer, { default: 1000, unit: 'milliseconds' }),
  ...virtioDriver,
};
