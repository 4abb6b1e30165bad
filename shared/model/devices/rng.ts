/** `<rng>`, randomness from the host (formatdomain, "Random number generator device"). */
import { integer, oneOf, string } from '../../xml/codec.ts';
import { attribute, text } from '../../xml/property.ts';
import { virtioDriver, virtioModels } from './common.ts';

export const rng = {
  model: attribute('@model', oneOf(virtioModels)),
  backend: attribute('backend/@model', oneOf(['random', 'egd', 'builtin'])),
  source: text('backend', string),
  egdType: attribute('backend/@type', oneOf(['udp', 'tcp', 'unix'])),
  sourceMode: attribute('backend/source/@mode', oneOf(['connect', 'bind'])),
  host: attribute('backend/source/@host', string),
  service: attribute('backend/source/@service', string),
  path: attribute('backend/source/@path', string),
  /** Bytes per `ratePeriod` milliseconds. */
  rateBytes: attribute('rate/@bytes', integer),
  ratePeriod: attribute('rate/@period', integer, { default: 1000 }),
  ...virtioDriver,
};
