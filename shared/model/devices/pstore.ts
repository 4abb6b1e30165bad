/** `<pstore>`, where a guest's kernel writes its last words (formatdomain, "Pstore"). */
import { oneOf, string } from '../../xml/codec.ts';
import { attribute, scaled, text } from '../../xml/property.ts';

export const pstore = {
  backend: attribute('@backend', oneOf(['acpi-erst'])),
  path: text('path', string),
  size: scaled('size'),
};
