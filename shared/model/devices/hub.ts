/** `<hub>` (formatdomain, "Hub devices"). */
import { oneOf } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';

export const hub = {
  type: attribute('@type', oneOf(['usb'])),
};
