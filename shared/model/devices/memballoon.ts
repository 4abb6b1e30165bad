/** `<memballoon>` (formatdomain, "Memory balloon device"). */
import { integer, oneOf, onOff } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';
import { virtioDriver, virtioModels } from './common.ts';

export const memballoon = {
  model: attribute('@model', oneOf([...virtioModels, 'xen', 'none'])),
  autodeflate: attribute('@autodeflate', onOff, { default: false }),
  freePageReporting: attribute('@freePageReporting', onOff, { default: false }),
  /** Seconds between the guest's reports; 0 or absent: none. */
  statsPeriod: attribute('stats/@period', integer, { unit: 'seconds', live: 'balloonPeriod' }),
  ...virtioDriver,
};
