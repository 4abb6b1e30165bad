/** `<hostdev>`, a device of the host given to the guest (formatdomain, "Host device assignment"). */
import { hexadecimal, integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import { attribute, flag, records, text } from '../../xml/property.ts';
import { sourceHost } from './diskTransport.ts';
import { acpiIndex, bootOrder, rom } from './common.ts';

export const hostdev = {
  mode: attribute('@mode', oneOf(['subsystem', 'capabilities']), { capability: 'hostdev.mode' }),
  type: attribute('@type', oneOf(['pci', 'usb', 'mdev', 'scsi', 'scsi_host', 'storage', 'misc', 'net']), {
    capability: 'hostdev.subsysType',
  }),
  managed: attribute('@managed', yesNo, { when: { type: ['pci', 'mdev'] } }),
  model: attribute(
    '@model',
    oneOf(['vfio-pci', 'vfio-ccw', 'vfio-ap', 'virtio', 'virtio-transitional', 'virtio-non-transitional']),
    { when: { type: ['mdev'] } },
  ),
  display: attribute('@display', onOff, { when: { type: ['mdev'] } }),
  ramfb: attribute('@ramfb', onOff, { when: { type: ['mdev'] } }),
  sgio: attribute('@sgio', oneOf(['filtered', 'unfiltered']), { when: { type: ['scsi'] } }),
  rawio: attribute('@rawio', yesNo, { when: { type: ['scsi'] } }),
  startupPolicy: attribute('source/@startupPolicy', oneOf(['mandatory', 'requisite', 'optional']), {
    when: { type: ['usb'] },
  }),
  guestReset: attribute('source/@guestReset', oneOf(['off', 'uninitialized', 'on']), { when: { type: ['usb'] } }),
  writeFiltering: attribute('source/@writeFiltering', yesNo, { when: { type: ['pci'] } }),
  protocol: attribute('source/@protocol', oneOf(['iscsi', 'vhost']), { when: { type: ['scsi'] } }),
  name: attribute('source/@name', string, { when: { type: ['scsi'] } }),
  /** Of `iscsi`. */
  hosts: records('source/host', sourceHost, [[{ name: 'storage.example', port: 3260 }]], { when: { type: ['scsi'] } }),
  initiator: attribute('source/initiator/iqn/@name', string),
  authUsername: attribute('source/auth/@username', string),
  authSecretType: attribute('source/auth/secret/@type', oneOf(['iscsi'])),
  authSecretUsage: attribute('source/auth/secret/@usage', string),
  authSecretUuid: attribute('source/auth/secret/@uuid', string),
  wwpn: attribute('source/@wwpn', string, { when: { type: ['scsi_host'] } }),
  vendorId: attribute('source/vendor/@id', hexadecimal(4), { when: { type: ['usb'] } }),
  productId: attribute('source/product/@id', hexadecimal(4), { when: { type: ['usb'] } }),
  adapter: attribute('source/adapter/@name', string, { when: { type: ['scsi'] } }),
  /** PCI address of the host's device. */
  sourceDomain: attribute('source/address/@domain', hexadecimal(4), { when: { type: ['pci'] } }),
  sourceBus: attribute('source/address/@bus', hexadecimal(2), { when: { type: ['pci', 'usb'] } }),
  sourceSlot: attribute('source/address/@slot', hexadecimal(2), { when: { type: ['pci'] } }),
  sourceFunction: attribute('source/address/@function', hexadecimal(1), { when: { type: ['pci'] } }),
  /** USB device number; its bus is `sourceBus`. */
  sourceDevice: attribute('source/address/@device', integer, { when: { type: ['usb'] } }),
  /** A mediated device. */
  sourceUuid: attribute('source/address/@uuid', string, { when: { type: ['mdev'] } }),
  sourceTarget: attribute('source/address/@target', integer, { when: { type: ['scsi'] } }),
  sourceUnit: attribute('source/address/@unit', integer, { when: { type: ['scsi'] } }),
  blockDevice: text('source/block', string),
  characterDevice: text('source/char', string),
  networkInterface: text('source/interface', string),
  driver: attribute('driver/@name', oneOf(['vfio', 'kvm', 'xen']), { when: { type: ['pci'] } }),
  driverModel: attribute('driver/@model', string),
  driverIommuDescriptor: attribute('driver/@iommufd', yesNo),
  readonly: flag('readonly', { when: { type: ['scsi'] } }),
  shareable: flag('shareable', { when: { type: ['scsi'] } }),
  teaming: attribute('teaming/@type', oneOf(['persistent', 'transient'])),
  teamingPersistent: attribute('teaming/@persistent', string),
  acpiIndex,
  bootOrder,
  ...rom,
};
