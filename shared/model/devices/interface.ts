/** `<interface>`, a network card (formatdomain, "Network interfaces"). */
import { integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import { attribute, list, type Values } from '../../xml/property.ts';
import { bootOrder, rom, virtioDriver } from './common.ts';

export const networkInterface = {
  type: attribute('@type', oneOf(['network', 'bridge', 'user', 'direct', 'ethernet', 'hostdev', 'internal', 'vhostuser', 'vdpa', 'udp', 'mcast', 'server', 'client', 'vds', 'null'])),
  managed: attribute('@managed', yesNo),
  trustGuestRxFilters: attribute('@trustGuestRxFilters', yesNo),
  mac: attribute('mac/@address', string),
  macType: attribute('mac/@type', oneOf(['static', 'generated'])),

  network: attribute('source/@network', string),
  portgroup: attribute('source/@portgroup', string),
  bridge: attribute('source/@bridge', string),
  dev: attribute('source/@dev', string),
  mode: attribute('source/@mode', oneOf(['vepa', 'bridge', 'private', 'passthrough', 'server', 'client'])),
  sourceType: attribute('source/@type', oneOf(['unix', 'pci'])),
  path: attribute('source/@path', string),
  address: attribute('source/@address', string),
  port: attribute('source/@port', integer),

  model: attribute('model/@type', oneOf(['virtio', 'virtio-transitional', 'virtio-non-transitional', 'e1000e', 'e1000', 'igb', 'rtl8139', 'vmxnet3', 'ne2k_pci', 'pcnet', 'i82559er', 'usb-net', 'netfront', 'vmxnet', 'vmxnet2'])),
  target: attribute('target/@dev', string),
  guestDevice: attribute('guest/@dev', string),
  backend: attribute('backend/@type', oneOf(['default', 'passt', 'vhostuser'])),
  backendTap: attribute('backend/@tap', string),
  backendVhost: attribute('backend/@vhost', string),

  driver: attribute('driver/@name', oneOf(['vhost', 'qemu', 'vfio', 'kvm', 'xen'])),
  txMode: attribute('driver/@txmode', oneOf(['iothread', 'timer'])),
  ioeventfd: attribute('driver/@ioeventfd', onOff),
  eventIdx: attribute('driver/@event_idx', onOff),
  queues: attribute('driver/@queues', integer),
  rxQueueSize: attribute('driver/@rx_queue_size', integer),
  txQueueSize: attribute('driver/@tx_queue_size', integer),
  ...virtioDriver,

  link: attribute('link/@state', oneOf(['up', 'down']), { default: 'up' }),
  mtu: attribute('mtu/@size', integer),
  filter: attribute('filterref/@filter', string),
  virtualport: attribute('virtualport/@type', oneOf(['openvswitch', 'midonet', '802.1Qbg', '802.1Qbh'])),
  vlanTrunk: attribute('vlan/@trunk', yesNo),
  vlanTags: list('vlan/tag/@id', integer),
  /** KiB per second, KiB per second, KiB. */
  inboundAverage: attribute('bandwidth/inbound/@average', integer),
  inboundPeak: attribute('bandwidth/inbound/@peak', integer),
  inboundBurst: attribute('bandwidth/inbound/@burst', integer),
  outboundAverage: attribute('bandwidth/outbound/@average', integer),
  outboundPeak: attribute('bandwidth/outbound/@peak', integer),
  outboundBurst: attribute('bandwidth/outbound/@burst', integer),
  isolated: attribute('port/@isolated', yesNo, { default: false }),
  teaming: attribute('teaming/@type', oneOf(['persistent', 'transient'])),
  teamingPersistent: attribute('teaming/@persistent', string),
  bootOrder,
  ...rom,
};
export type NetworkInterface = Values<typeof networkInterface>;
