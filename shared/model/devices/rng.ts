/** `<rng>`, randomness from the host (formatdomain, "Random number generator device"). */
import { integer, oneOf, string } from '../../xml/codec.ts';
import { attribute, text } from '../../xml/property.ts';
import { virtioDriver, virtioModels } from './common.ts';

export const rng = {
  model: attribute('@model', oneOf(virtioModels)),
  backend: attribute('backend/@model', oneOf(['random', 'egd', 'builtin'])),
  source: text('backend', string),
  egdType: attribute('backend/@type', string),
  /** Bytes per `ratePeriod` milliseconds. */
  rateBytes: attribute('rate/@bytes', integer),
  ratePeriod: attribute('rate/@period', integer, { default: 1000 }),
  ...virtioDriver,
};
