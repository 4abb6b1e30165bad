/** `<lease>`, held by a lock manager while the domain runs (formatdomain, "Device leases"). */
import { integer, string } from '../../xml/codec.ts';
import { attribute, text } from '../../xml/property.ts';

export const lease = {
  lockspace: text('lockspace', string),
  key: text('key', string),
  path: attribute('target/@path', string),
  offset: attribute('target/@offset', integer, { unit: 'bytes' }),
};
