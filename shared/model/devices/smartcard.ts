/** `<smartcard>` (formatdomain, "Smartcard devices"). */
import { oneOf, string } from '../../xml/codec.ts';
import { attribute, list, text } from '../../xml/property.ts';
import { reconnect } from './common.ts';

export const smartcard = {
  mode: attribute('@mode', oneOf(['passthrough', 'host', 'host-certificates'])),
  type: attribute('@type', oneOf(['spicevmc', 'tcp', 'unix', 'dev'])),
  sourceMode: attribute('source/@mode', oneOf(['connect', 'bind'])),
  host: attribute('source/@host', string),
  service: attribute('source/@service', string),
  path: attribute('source/@path', string),
  certificates: list('certificate', string),
  ...reconnect,
  database: text('database', string),
};
