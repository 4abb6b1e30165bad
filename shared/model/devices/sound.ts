/** `<sound>` (formatdomain, "Sound devices"). */
import { integer, oneOf, onOff, yesNo } from '../../xml/codec.ts';
import { attribute, list } from '../../xml/property.ts';

export const sound = {
  model: attribute('@model', oneOf(['ich9', 'ich6', 'ich7', 'ac97', 'es1370', 'sb16', 'pcspk', 'usb', 'virtio'])),
  multichannel: attribute('@multichannel', yesNo),
  streams: attribute('@streams', integer),
  codecs: list('codec/@type', oneOf(['duplex', 'micro', 'output'])),
  audio: attribute('audio/@id', integer, { hostList: 'audioBackends' }),
  iommu: attribute('driver/@iommu', onOff),
};
