/** `<iommu>` of the guest (formatdomain, "IOMMU devices"). */
import { integer, oneOf, onOff } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';

export const iommu = {
  model: attribute('@model', oneOf(['intel', 'amd', 'smmuv3', 'virtio'])),
  interruptRemapping: attribute('driver/@intremap', onOff),
  cachingMode: attribute('driver/@caching_mode', onOff),
  extendedInterruptMode: attribute('driver/@eim', onOff),
  iotlb: attribute('driver/@iotlb', onOff),
  passthrough: attribute('driver/@passthrough', onOff),
  xtSupport: attribute('driver/@xtsup', onOff),
  pciBus: attribute('driver/@pciBus', integer),
  addressWidth: attribute('driver/@aw_bits', integer),
  dmaTranslation: attribute('driver/@dma_translation', onOff),
};
