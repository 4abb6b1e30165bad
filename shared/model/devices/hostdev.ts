/** `<hostdev>`, a device of the host given to the guest (formatdomain, "Host device assignment"). */
import { hexadecimal, integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import { attribute, flag, records, text } from '../../xml/property.ts';
import { sourceHost } from './diskTransport.ts';
import { acpiIndex, bootOrder, rom } from './common.ts';

export const hostdev = {
  mode: attribute('@mode', oneOf(['subsystem', 'capabilities'])),
  type: attribute('@type', oneOf(['pci', 'usb', 'mdev', 'scsi', 'scsi_host', 'storage', 'misc', 'net'])),
  managed: attribute('@managed', yesNo),
  model: attribute(
    '@model',
    oneOf(['vfio-pci', 'vfio-ccw', 'vfio-ap', 'virtio', 'virtio-transitional', 'virtio-non-transitional']),
  ),
  display: attribute('@display', onOff),
  ramfb: attribute('@ramfb', onOff),
  sgio: attribute('@sgio', oneOf(['filtered', 'unfiltered'])),
  rawio: attribute('@rawio', yesNo),
  startupPolicy: attribute('source/@startupPolicy', oneOf(['mandatory', 'requisite', 'optional'])),
  guestReset: attribute('source/@guestReset', oneOf(['off', 'uninitialized', 'on'])),
  writeFiltering: attribute('source/@writeFiltering', yesNo),
  protocol: attribute('source/@protocol', oneOf(['iscsi', 'vhost'])),
  name: attribute('source/@name', string),
  /** Of `iscsi`. */
  hosts: records('source/host', sourceHost, [[{ name: 'storage.example', port: 3260 }]]),
  initiator: attribute('source/initiator/iqn/@name', string),
  authUsername: attribute('source/auth/@username', string),
  authSecretType: attribute('source/auth/secret/@type', oneOf(['iscsi'])),
  authSecretUsage: attribute('source/auth/secret/@usage', string),
  authSecretUuid: attribute('source/auth/secret/@uuid', string),
  wwpn: attribute('source/@wwpn', string),
  vendorId: attribute('source/vendor/@id', hexadecimal(4)),
  productId: attribute('source/product/@id', hexadecimal(4)),
  adapter: attribute('source/adapter/@name', string),
  /** PCI address of the host's device. */
  sourceDomain: attribute('source/address/@domain', hexadecimal(4)),
  sourceBus: attribute('source/address/@bus', hexadecimal(2)),
  sourceSlot: attribute('source/address/@slot', hexadecimal(2)),
  sourceFunction: attribute('source/address/@function', hexadecimal(1)),
  /** USB device number; its bus is `sourceBus`. */
  sourceDevice: attribute('source/address/@device', integer),
  /** A mediated device. */
  sourceUuid: attribute('source/address/@uuid', string),
  sourceTarget: attribute('source/address/@target', integer),
  sourceUnit: attribute('source/address/@unit', integer),
  blockDevice: text('source/block', string),
  characterDevice: text('source/char', string),
  networkInterface: text('source/interface', string),
  driver: attribute('driver/@name', oneOf(['vfio', 'kvm', 'xen'])),
  driverModel: attribute('driver/@model', string),
  driverIommuDescriptor: attribute('driver/@iommufd', yesNo),
  readonly: flag('readonly'),
  shareable: flag('shareable'),
  teaming: attribute('teaming/@type', oneOf(['persistent', 'transient'])),
  teamingPersistent: attribute('teaming/@persistent', string),
  acpiIndex,
  bootOrder,
  ...rom,
};
