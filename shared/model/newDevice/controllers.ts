/** Controllers to add. */
import { controller } from '../devices/controller.ts';
import { devicesNamed, hasPcie, nextFree, type NewDeviceContext } from './context.ts';
import { newDevice } from './newDevice.ts';
import { notNone, unless } from './needs.ts';

const nextIndex = (context: NewDeviceContext, type: string, first = 0): number =>
  nextFree(
    devicesNamed(context, 'controller')
      .filter((each) => controller.type.get(each) === type && controller.model.get(each) !== 'none')
      .map((each, index) => controller.controllerIndex.get(each) ?? index),
    first,
  );

export const controllers = [
  newDevice({
    id: 'scsiController',
    kind: 'controller',
    group: 'controllers',
    ask: ['model', 'queues', 'iothread'],
    required: ['model'],
    initial: (context) => ({ type: 'scsi', controllerIndex: nextIndex(context, 'scsi'), model: 'virtio-scsi' }),
  }),
  newDevice({
    id: 'usbController',
    kind: 'controller',
    group: 'controllers',
    ask: ['model', 'ports'],
    required: ['model'],
    // USB 3, which carries older devices too, with as many ports as it can have.
    initial: (context) => ({
      type: 'usb',
      controllerIndex: nextIndex(context, 'usb'),
      model: 'qemu-xhci',
      ports: 15,
    }),
    needs: (context) => notNone(context, 'controller'),
  }),
  newDevice({
    id: 'sataController',
    kind: 'controller',
    group: 'controllers',
    ask: [],
    initial: (context) => ({ type: 'sata', controllerIndex: nextIndex(context, 'sata') }),
  }),
  newDevice({
    id: 'virtioSerialController',
    kind: 'controller',
    group: 'controllers',
    ask: ['ports', 'vectors'],
    initial: (context) => ({ type: 'virtio-serial', controllerIndex: nextIndex(context, 'virtio-serial') }),
  }),
  newDevice({
    id: 'pciePort',
    kind: 'controller',
    group: 'controllers',
    ask: ['hotplug'],
    initial: (context) => ({
      type: 'pci',
      controllerIndex: nextIndex(context, 'pci', 1),
      model: 'pcie-root-port',
    }),
    needs: (context) => unless(!hasPcie(context), 'machineLacks'),
  }),
] as const;
