/** `<shmem>`, memory shared between guests (formatdomain, "Shared memory device"). */
import { integer, oneOf, onOff, string } from '../../xml/codec.ts';
import { attribute, scaled } from '../../xml/property.ts';

export const shmem = {
  name: attribute('@name', string),
  role: attribute('@role', oneOf(['master', 'peer'])),
  model: attribute('model/@type', oneOf(['ivshmem-plain', 'ivshmem-doorbell', 'ivshmem'])),
  size: scaled('size'),
  server: attribute('server/@path', string),
  vectors: attribute('msi/@vectors', integer),
  ioeventfd: attribute('msi/@ioeventfd', onOff),
  msi: attribute('msi/@enabled', onOff),
};
