/** `<hub>` (formatdomain, "Hub devices"). */
import { oneOf } from '../../xml/codec.ts';
import { attribute, type Values } from '../../xml/property.ts';

export const hub = {
  type: attribute('@type', oneOf(['usb'])),
};
export type Hub = Values<typeof hub>;
