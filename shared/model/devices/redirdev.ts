/** `<redirdev>`, USB from the viewer (formatdomain, "Redirected devices"). */
import { oneOf, string } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';
import { bootOrder } from './common.ts';

export const redirdev = {
  bus: attribute('@bus', oneOf(['usb'])),
  type: attribute('@type', oneOf(['spicevmc', 'tcp'])),
  mode: attribute('source/@mode', oneOf(['connect', 'bind'])),
  host: attribute('source/@host', string),
  service: attribute('source/@service', string),
  protocol: attribute('protocol/@type', oneOf(['raw', 'telnet', 'tls'])),
  bootOrder,
};
