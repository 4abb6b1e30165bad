/** `<crypto>`, an accelerator for the guest's cryptography (formatdomain, "Crypto"). */
import { integer, oneOf } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';
import { virtioDriver } from './common.ts';

export const crypto = {
  model: attribute('@model', oneOf(['virtio']), { capability: 'crypto.model' }),
  type: attribute('@type', oneOf(['qemu']), { capability: 'crypto.type' }),
  backend: attribute('backend/@model', oneOf(['builtin', 'lkcf']), { capability: 'crypto.backendModel' }),
  queues: attribute('backend/@queues', integer),
  ...virtioDriver,
};
