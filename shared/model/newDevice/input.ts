/** Pointers and keyboards to add. */
import { archOf, type NewDeviceContext } from './context.ts';
import { newDevice, type DeviceValues } from './newDevice.ts';
import { possible, usb, type Needs } from './needs.ts';

/** USB works in firmware and in every guest; s390 has none. */
const inputBus = (context: NewDeviceContext) => (archOf(context) === 's390x' ? 'virtio' : 'usb');

const inputNeeds = (context: NewDeviceContext, { bus }: DeviceValues): Needs =>
  bus === 'usb' ? usb(context) : possible();

export const input = [
  newDevice({
    id: 'tablet',
    kind: 'input',
    group: 'input',
    ask: ['bus'],
    required: ['bus'],
    initial: (context) => ({ type: 'tablet', bus: inputBus(context) }),
    needs: inputNeeds,
  }),
  newDevice({
    id: 'keyboard',
    kind: 'input',
    group: 'input',
    ask: ['bus'],
    required: ['bus'],
    initial: (context) => ({ type: 'keyboard', bus: inputBus(context) }),
    needs: inputNeeds,
  }),
  newDevice({
    id: 'mouse',
    kind: 'input',
    group: 'input',
    ask: ['bus'],
    required: ['bus'],
    initial: (context) => ({ type: 'mouse', bus: inputBus(context) }),
    needs: inputNeeds,
  }),
  newDevice({
    id: 'evdev',
    kind: 'input',
    group: 'input',
    ask: ['device', 'grab', 'grabToggle', 'repeat'],
    required: ['device'],
    initial: () => ({ type: 'evdev', grab: 'all', grabToggle: 'ctrl-ctrl', repeat: true }),
  }),
  newDevice({
    id: 'inputPassthrough',
    kind: 'input',
    group: 'input',
    ask: ['eventDevice'],
    required: ['eventDevice'],
    initial: () => ({ type: 'passthrough', bus: 'virtio' }),
  }),
] as const;
