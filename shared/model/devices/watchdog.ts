/** `<watchdog>` (formatdomain, "Watchdog devices"). */
import { oneOf } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';

export const watchdog = {
  model: attribute('@model', oneOf(['i6300esb', 'itco', 'ib700', 'diag288'])),
  action: attribute('@action', oneOf(['reset', 'shutdown', 'poweroff', 'pause', 'none', 'dump', 'inject-nmi']), {
    default: 'reset',
  }),
};
