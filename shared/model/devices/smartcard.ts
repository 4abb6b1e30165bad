/** `<smartcard>` (formatdomain, "Smartcard devices"). */
import { oneOf, string } from '../../xml/codec.ts';
import { attribute, list, text } from '../../xml/property.ts';
import { reconnect } from './common.ts';

export const smartcard = {
  mode: attribute('@mode', oneOf(['passthrough', 'host', 'host-certificates'])),
  type: attribute('@type', oneOf(['spicevmc', 'tcp', 'unix', 'dev']), { when: { mode: ['passthrough'] } }),
  sourceMode: attribute('source/@mode', oneOf(['connect', 'bind']), { when: { mode: ['passthrough'] } }),
  host: attribute('source/@host', string, { when: { mode: ['passthrough'] } }),
  service: attribute('source/@service', string, { when: { mode: ['passthrough'] } }),
  path: attribute('source/@path', string, { when: { mode: ['passthrough'] } }),
  certificates: list('certificate', string, { when: { mode: ['host-certificates'] } }),
  ...reconnect,
  database: text('database', string, { when: { mode: ['host-certificates'] } }),
};
