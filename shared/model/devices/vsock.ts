/** `<vsock>`, sockets between guest and host (formatdomain, "Vsock"). */
import { integer, oneOf, yesNo } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';
import { virtioDriver, virtioModels } from './common.ts';

export const vsock = {
  model: attribute('@model', oneOf(virtioModels)),
  /** The host chooses the guest's address at each start. */
  autoCid: attribute('cid/@auto', yesNo),
  /** 3 and up. */
  cid: attribute('cid/@address', integer, { when: { autoCid: [null, false] } }),
  ...virtioDriver,
};
