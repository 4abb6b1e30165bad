/** Network cards to add, by what they are connected to. */
import { networkInterface } from '../devices/interface.ts';
import { devicesNamed, isLibvirt, machineOf, prefersVirtio, type NewDeviceContext } from './context.ts';
import { newDevice } from './newDevice.ts';
import { allOf, offered, unless } from './needs.ts';

/** An address of QEMU's and KVM's range, 52:54:00, that no card of the guest has. */
export function freeMac(context: NewDeviceContext): string {
  const { random = Math.random } = context;
  const taken = devicesNamed(context, 'interface').map((each) => networkInterface.mac.get(each)?.toLowerCase());
  for (;;) {
    const octets = Array.from({ length: 3 }, () => Math.floor(random() * 256));
    const mac = `52:54:00:${octets.map((each) => each.toString(16).padStart(2, '0')).join(':')}`;
    if (!taken.includes(mac)) return mac;
  }
}

/** As the guest's other cards are; else what it most likely has a driver for. */
export function cardModel(context: NewDeviceContext): string {
  const there = devicesNamed(context, 'interface').map((each) => networkInterface.model.get(each));
  if (prefersVirtio(context)) return 'virtio';
  return there.find((model) => model !== undefined) ?? (machineOf(context) === 'pc' ? 'e1000' : 'e1000e');
}

const card = (context: NewDeviceContext) => ({ mac: freeMac(context), model: cardModel(context) });

export const network = [
  newDevice({
    id: 'networkCard',
    kind: 'interface',
    group: 'interfaces',
    ask: ['network', 'portgroup', 'model', 'mac', 'link'],
    required: ['network'],
    initial: (context) => ({ type: 'network', ...card(context), network: 'default' }),
  }),
  newDevice({
    id: 'bridgeCard',
    kind: 'interface',
    group: 'interfaces',
    ask: ['bridge', 'model', 'mac', 'vlanTags', 'link'],
    required: ['bridge'],
    initial: (context) => ({ type: 'bridge', ...card(context) }),
  }),
  newDevice({
    id: 'macvtapCard',
    kind: 'interface',
    group: 'interfaces',
    ask: ['dev', 'mode', 'model', 'mac', 'link'],
    required: ['dev', 'mode'],
    initial: (context) => ({ type: 'direct', ...card(context), mode: 'bridge' }),
  }),
  newDevice({
    id: 'userCard',
    kind: 'interface',
    group: 'interfaces',
    ask: ['model', 'mac', 'link'],
    initial: (context) => ({ type: 'user', ...card(context) }),
  }),
  newDevice({
    id: 'passtCard',
    kind: 'interface',
    group: 'interfaces',
    ask: ['portForwards', 'dev', 'model', 'mac', 'link'],
    initial: (context) => ({ type: 'user', backend: 'passt', ...card(context) }),
    // 9.0 knows the word, and its parser refuses it.
    needs: (context) =>
      allOf(unless(!isLibvirt(context, 9, 1), 'libvirtOld'), offered(context, 'interface.backendType', 'passt')),
  }),
  newDevice({
    id: 'vdpaCard',
    kind: 'interface',
    group: 'interfaces',
    ask: ['dev', 'mac', 'queues'],
    required: ['dev'],
    // Only virtio's own card can be offloaded to virtio hardware.
    initial: (context) => ({ type: 'vdpa', mac: freeMac(context), model: 'virtio' }),
  }),
  newDevice({
    id: 'virtualFunctionCard',
    kind: 'interface',
    group: 'interfaces',
    pick: 'virtualFunction',
    ask: ['mac', 'vlanTags'],
    required: ['sourceBus'],
    initial: (context) => ({ type: 'hostdev', managed: true, mac: freeMac(context), sourceAddressType: 'pci' }),
    needs: (context) => offered(context, 'hostdev.subsysType', 'pci'),
  }),
] as const;
