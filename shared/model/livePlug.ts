/** Whether a device can be plugged into a guest as it runs: what libvirt and QEMU refuse is better said before. */
import type { XmlElement } from '../xml/element.ts';
import { channelDevice } from './devices/characterDevice.ts';
import { controller } from './devices/controller.ts';
import { filesystem } from './devices/filesystem.ts';
import { namedDeviceTables } from './devices/index.ts';
import { domain } from './domainProperties.ts';
import { liveDevice } from './liveChange.ts';

/** Why a device comes only with the next start; each has words. */
export type PlugObstacle = 'kind' | 'serialController' | 'sharedMemory' | 'memorySlots' | 'pciSlot';

/**
 * @param added the element of the new device
 * @param live the definition of the guest as it runs: with the addresses of all its devices
 * @returns undefined where it can be plugged in now
 */
export function plugObstacle(added: XmlElement, live: XmlElement): PlugObstacle | undefined {
  const table = namedDeviceTables[added.name];
  if (liveDevice(added.name, (property) => table?.read(added, property)).plug === 'no') return 'kind';
  return ownObstacle(added, live) ?? (hasSlotFor(added, live) ? undefined : 'pciSlot');
}

function ownObstacle(added: XmlElement, live: XmlElement): PlugObstacle | undefined {
  switch (added.name) {
    case 'channel': {
      const isVirtio = (channelDevice.targetType.get(added) ?? 'virtio') === 'virtio';
      return isVirtio && !controllersOf(live).some((each) => controller.type.get(each) === 'virtio-serial')
        ? 'serialController'
        : undefined;
    }
    case 'filesystem':
      // qemuDomainAttachFSDevice: "only virtiofs filesystems can be hotplugged".
      if (filesystem.driver.get(added) !== 'virtiofs') return 'kind';
      return isShared(live) ? undefined : 'sharedMemory';
    case 'memory':
      return domain.maxMemory.get(live) === undefined || (domain.numaCells.get(live) ?? []).length === 0
        ? 'memorySlots'
        : undefined;
    default:
      return undefined;
  }
}

function isShared(live: XmlElement): boolean {
  const cells = domain.numaCells.get(live) ?? [];
  return (
    domain.memoryAccess.get(live) === 'shared' || (cells.length > 0 && cells.every((cell) => cell.access === 'shared'))
  );
}

const controllersOf = (live: XmlElement): readonly XmlElement[] =>
  live.child('devices')?.childrenNamed('controller') ?? [];

/** Models of conventional PCI: on a PCI Express machine they need a bridge, which can't be plugged in itself. */
const conventional: ReadonlySet<string> = new Set([
  'i6300esb',
  'ivshmem',
  'ivshmem-plain',
  'ivshmem-doorbell',
  'e1000',
  'rtl8139',
  'ne2k_pci',
  'pcnet',
  'lsilogic',
  'piix3-uhci',
  'ich9-ehci1',
]);

const bridges: ReadonlySet<string> = new Set(['pcie-to-pci-bridge', 'dmi-to-pci-bridge', 'pci-bridge']);
const ports: ReadonlySet<string> = new Set(['pcie-root-port', 'pcie-switch-downstream-port']);

/** On machines with PCI Express each device takes a port of its own, and none can be added while the guest runs. */
function hasSlotFor(added: XmlElement, live: XmlElement): boolean {
  const pci = controllersOf(live).filter((each) => controller.type.get(each) === 'pci');
  const models = pci.map((each) => controller.model.get(each) ?? '');
  if (!models.includes('pcie-root') || !takesSlot(added)) return true;
  const model = added.attribute('model') ?? added.child('model')?.attribute('type') ?? '';
  if (conventional.has(model)) return models.some((each) => bridges.has(each));
  const taken = new Set((live.child('devices')?.children ?? []).map(busOf));
  return pci.some(
    (each) => ports.has(controller.model.get(each) ?? '') && !taken.has(controller.controllerIndex.get(each)),
  );
}

/** Number of the PCI bus that a device is on. */
function busOf(device: XmlElement): number | undefined {
  const address = device.childrenNamed('address').find((each) => each.attribute('type') === 'pci');
  const bus = address?.attribute('bus');
  return bus === undefined ? undefined : Number(bus);
}

/** Devices that are plugged into another controller (a disk on SCSI, a USB device, a channel) or none (a DIMM) take no slot. */
function takesSlot(added: XmlElement): boolean {
  const table = namedDeviceTables[added.name];
  const bus = table?.read(added, 'bus');
  switch (added.name) {
    case 'disk':
    case 'input':
      return bus === 'virtio';
    case 'interface':
    case 'controller':
    case 'rng':
    case 'vsock':
    case 'filesystem':
    case 'shmem':
    case 'crypto':
      return true;
    case 'watchdog':
      return table?.read(added, 'model') === 'i6300esb';
    case 'hostdev':
      return ['pci', 'mdev'].includes(String(table?.read(added, 'type')));
    case 'memory':
      return String(table?.read(added, 'model')).startsWith('virtio');
    default:
      return false;
  }
}
