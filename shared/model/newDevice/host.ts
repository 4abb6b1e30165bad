/** What the host shares with the guest: devices, folders, memory, the viewer's USB ports. */
import { filesystem } from '../devices/filesystem.ts';
import { shmem } from '../devices/shmem.ts';
import { devicesNamed, freeName, type NewDeviceContext } from './context.ts';
import { newDevice } from './newDevice.ts';
import { allOf, hasSpice, offered, sharedMemory, usb } from './needs.ts';

const shareName = (context: NewDeviceContext): string =>
  freeName(
    devicesNamed(context, 'filesystem').map((each) => filesystem.target.get(each)),
    'share',
  );

export const host = [
  newDevice({
    id: 'pciDevice',
    kind: 'hostdev',
    group: 'host',
    pick: 'pci',
    ask: ['romBar', 'bootOrder'],
    required: ['sourceBus'],
    initial: () => ({ mode: 'subsystem', type: 'pci', managed: true }),
    needs: (context) => offered(context, 'hostdev.subsysType', 'pci'),
  }),
  newDevice({
    id: 'usbDevice',
    kind: 'hostdev',
    group: 'host',
    pick: 'usb',
    ask: ['startupPolicy'],
    required: ['vendorId', 'productId'],
    // Without it the guest wouldn't start while the device is unplugged.
    initial: () => ({ mode: 'subsystem', type: 'usb', managed: true, startupPolicy: 'optional' }),
    needs: (context) => allOf(offered(context, 'hostdev.subsysType', 'usb'), usb(context)),
  }),
  newDevice({
    id: 'mdevDevice',
    kind: 'hostdev',
    group: 'host',
    pick: 'mdev',
    ask: ['display', 'ramfb'],
    required: ['sourceUuid'],
    initial: () => ({ mode: 'subsystem', type: 'mdev', model: 'vfio-pci' }),
    needs: (context) => offered(context, 'hostdev.subsysType', 'mdev', 'pci'),
  }),
  newDevice({
    id: 'virtiofs',
    kind: 'filesystem',
    group: 'host',
    ask: ['dir', 'target', 'cacheMode', 'queueSize'],
    required: ['dir', 'target'],
    initial: (context) => ({
      type: 'mount',
      accessMode: 'passthrough',
      driver: 'virtiofs',
      queueSize: 1024,
      target: shareName(context),
    }),
    needs: (context) => allOf(offered(context, 'filesystem.driverType', 'virtiofs'), sharedMemory(context)),
  }),
  newDevice({
    id: 'plan9',
    kind: 'filesystem',
    group: 'host',
    ask: ['dir', 'target', 'accessMode', 'readonly'],
    required: ['dir', 'target'],
    // `mapped`: owners and permissions that the guest sets are kept beside the files, QEMU needs no more rights for it.
    initial: (context) => ({ type: 'mount', accessMode: 'mapped', driver: 'path', target: shareName(context) }),
    needs: (context) => offered(context, 'filesystem.driverType', 'path'),
  }),
  newDevice({
    id: 'usbRedirection',
    kind: 'redirdev',
    group: 'host',
    ask: ['type', 'host', 'service'],
    required: ['type'],
    // From the viewer over SPICE, or from a program on the host.
    initial: (context) =>
      hasSpice(context)
        ? { bus: 'usb', type: 'spicevmc' }
        : { bus: 'usb', type: 'tcp', mode: 'bind', host: '127.0.0.1', service: '4000', protocol: 'raw' },
    needs: (context) => allOf(offered(context, 'redirdev.bus', 'usb'), usb(context)),
  }),
  newDevice({
    id: 'smartcard',
    kind: 'smartcard',
    group: 'host',
    ask: ['mode', 'type', 'host', 'service'],
    required: ['mode'],
    initial: (context) =>
      hasSpice(context)
        ? { mode: 'passthrough', type: 'spicevmc' }
        : { mode: 'passthrough', type: 'tcp', sourceMode: 'bind', host: '127.0.0.1', service: '2001' },
    needs: (context) => usb(context),
  }),
  newDevice({
    id: 'sharedMemory',
    kind: 'shmem',
    group: 'host',
    ask: ['name', 'model', 'size', 'role'],
    required: ['name', 'model'],
    initial: (context) => ({
      name: freeName(
        devicesNamed(context, 'shmem').map((each) => shmem.name.get(each)),
        'shmem',
      ),
      model: 'ivshmem-plain',
      size: 4096,
    }),
  }),
] as const;
