/** `<redirdev>`, USB from the viewer (formatdomain, "Redirected devices"). */
import { hexadecimal, oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, records } from '../../xml/property.ts';
import { bootOrder, reconnect } from './common.ts';

export const redirdev = {
  bus: attribute('@bus', oneOf(['usb'])),
  type: attribute('@type', oneOf(['spicevmc', 'tcp'])),
  mode: attribute('source/@mode', oneOf(['connect', 'bind'])),
  host: attribute('source/@host', string),
  service: attribute('source/@service', string),
  protocol: attribute('protocol/@type', oneOf(['raw', 'telnet', 'tls'])),
  ...reconnect,
  path: attribute('source/@path', string),
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
