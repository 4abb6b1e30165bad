/** `<panic>`, through which a guest says that it crashed (formatdomain, "Panic device"). */
import { oneOf } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';

export const panic = {
  model: attribute('@model', oneOf(['isa', 'hyperv', 'pvpanic', 'pseries', 's390']), { capability: 'panic.model' }),
};
