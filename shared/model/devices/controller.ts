/** `<controller>` (formatdomain, "Controllers"). */
import { hexadecimal, integer, oneOf, onOff, string } from '../../xml/codec.ts';
import { attribute, scaled, text, type Values } from '../../xml/property.ts';
import { virtioDriver } from './common.ts';

export const controllerModels = {
  scsi: [
    'virtio-scsi',
    'lsilogic',
    'lsisas1068',
    'lsisas1078',
    'vmpvscsi',
    'ibmvscsi',
    'am53c974',
    'dc390',
    'buslogic',
    'auto',
    'virtio-transitional',
    'virtio-non-transitional',
    'ncr53c90',
  ],
  usb: [
    'qemu-xhci',
    'nec-xhci',
    'piix3-uhci',
    'piix4-uhci',
    'ehci',
    'ich9-ehci1',
    'ich9-uhci1',
    'ich9-uhci2',
    'ich9-uhci3',
    'vt82c686b-uhci',
    'pci-ohci',
    'qusb1',
    'qusb2',
    'none',
  ],
  pci: [
    'pci-root',
    'pcie-root',
    'pcie-root-port',
    'pci-bridge',
    'dmi-to-pci-bridge',
    'pcie-switch-upstream-port',
    'pcie-switch-downstream-port',
    'pci-expander-bus',
    'pcie-expander-bus',
    'pcie-to-pci-bridge',
  ],
  ide: ['piix3', 'piix4', 'ich6'],
} as const;

export const controller = {
  type: attribute(
    '@type',
    oneOf(['scsi', 'usb', 'pci', 'virtio-serial', 'sata', 'ide', 'fdc', 'ccid', 'xenbus', 'isa', 'nvme']),
  ),
  controllerIndex: attribute('@index', integer),
  model: attribute(
    '@model',
    oneOf([...controllerModels.scsi, ...controllerModels.usb, ...controllerModels.pci, ...controllerModels.ide]),
  ),
  ports: attribute('@ports', integer),
  vectors: attribute('@vectors', integer),
  serial: text('serial', string),
  masterStartPort: attribute('master/@startport', integer),
  queues: attribute('driver/@queues', integer),
  commandsPerLun: attribute('driver/@cmd_per_lun', integer),
  maxSectors: attribute('driver/@max_sectors', integer),
  ioeventfd: attribute('driver/@ioeventfd', onOff),
  iothread: attribute('driver/@iothread', integer),
  ...virtioDriver,
  pciModelName: attribute('model/@name', string),
  chassisNumber: attribute('target/@chassisNr', integer),
  chassis: attribute('target/@chassis', integer),
  port: attribute('target/@port', hexadecimal(1)),
  busNumber: attribute('target/@busNr', integer),
  targetIndex: attribute('target/@index', integer),
  hotplug: attribute('target/@hotplug', onOff),
  numaNode: text('target/node', integer),
  pciHole64: scaled('pcihole64'),
};
export type Controller = Values<typeof controller>;
