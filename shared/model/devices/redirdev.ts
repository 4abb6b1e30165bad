/** `<redirdev>`, USB from the viewer (formatdomain, "Redirected devices"). */
import { hexadecimal, oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, records } from '../../xml/property.ts';
import { bootOrder, reconnect } from './common.ts';

export const redirdev = {
  bus: attribute('@bus', oneOf(['usb']), { capability: 'redirdev.bus' }),
  type: attribute('@type', oneOf(['spicevmc', 'tcp', 'unix'])),
  mode: attribute('source/@mode', oneOf(['connect', 'bind']), { when: { type: ['tcp'] } }),
  host: attribute('source/@host', string, { when: { type: ['tcp'] } }),
  service: attribute('source/@service', string, { when: { type: ['tcp'] } }),
  protocol: attribute('protocol/@type', oneOf(['raw', 'telnet', 'tls']), { when: { type: ['tcp'] } }),
  ...reconnect,
  path: attribute('source/@path', string, { when: { type: ['unix'] } }),
  tls: attribute('source/@tls', yesNo),
  bootOrder,
};

/** A kind of USB device; a property that isn't given matches any. */
const usbRule = {
  allow: attribute('@allow', yesNo),
  class: attribute('@class', hexadecimal(2)),
  vendor: attribute('@vendor', hexadecimal(4)),
  product: attribute('@product', hexadecimal(4)),
  version: attribute('@version', string),
};

/** `<redirfilter>`: which USB devices viewers may hand in; the first rule that matches decides. */
export const redirfilter = {
  rules: records('usbdev', usbRule, [
    [{ allow: false }],
    [{ allow: true, class: 8, vendor: 0x1234, product: 0xbeef, version: '2.56' }, { allow: false }],
  ]),
};
