/**
 * `<serial>`, `<parallel>`, `<console>` and `<channel>`: one shape, what differs is the target (formatdomain, "Consoles,
 * serial, parallel & channel devices").
 */
import { integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import { attribute, records } from '../../xml/property.ts';
import { acpiIndex, reconnect, sourceLabel, sourceLabelSamples } from './common.ts';

export const characterTypes = [
  'pty',
  'unix',
  'tcp',
  'udp',
  'file',
  'pipe',
  'dev',
  'null',
  'vc',
  'stdio',
  'spicevmc',
  'spiceport',
  'nmdm',
  'qemu-vdagent',
  'dbus',
] as const;

const backend = {
  type: attribute('@type', oneOf(characterTypes), { capability: 'channel.type' }),
  /** Path of the pty in a live XML; older libvirt wrote it here only. */
  tty: attribute('@tty', string),
  path: attribute('source/@path', string, { when: { type: ['file', 'dev', 'pipe', 'unix', 'pty'] } }),
  mode: attribute('source/@mode', oneOf(['connect', 'bind']), { when: { type: ['tcp', 'unix', 'udp'] } }),
  host: attribute('source/@host', string, { when: { type: ['tcp', 'udp'] } }),
  service: attribute('source/@service', string, { when: { type: ['tcp', 'udp'] } }),
  append: attribute('source/@append', onOff, { when: { type: ['file'] } }),
  tls: attribute('source/@tls', yesNo, { when: { type: ['tcp'] } }),
  spiceChannel: attribute('source/@channel', string, { when: { type: ['spiceport', 'spicevmc'] } }),
  master: attribute('source/@master', string, { when: { type: ['nmdm'] } }),
  slave: attribute('source/@slave', string, { when: { type: ['nmdm'] } }),
  protocol: attribute('protocol/@type', oneOf(['raw', 'telnet', 'telnets', 'tls']), {
    default: 'raw',
    when: { type: ['tcp'] },
  }),
  logFile: attribute('log/@file', string),
  logAppend: attribute('log/@append', onOff),
  ...reconnect,
  sourceLabels: records('source/seclabel', sourceLabel, sourceLabelSamples),
  acpiIndex,
};

export const serial = {
  ...backend,
  targetType: attribute(
    'target/@type',
    oneOf(['isa-serial', 'usb-serial', 'pci-serial', 'spapr-vio-serial', 'system-serial', 'sclp-serial', 'isa-debug']),
  ),
  targetModel: attribute(
    'target/model/@name',
    oneOf([
      'isa-serial',
      'usb-serial',
      'pci-serial',
      'spapr-vty',
      'pl011',
      '16550a',
      'sclpconsole',
      'sclplmconsole',
      'isa-debugcon',
    ]),
  ),
  port: attribute('target/@port', integer),
};

export const parallel = {
  ...backend,
  port: attribute('target/@port', integer),
};

export const consoleDevice = {
  ...backend,
  targetType: attribute('target/@type', oneOf(['serial', 'virtio', 'xen', 'lxc', 'openvz', 'sclp', 'sclplm', 'uml']), {
    default: 'serial',
  }),
  port: attribute('target/@port', integer),
};

export const channelDevice = {
  ...backend,
  targetType: attribute('target/@type', oneOf(['virtio', 'guestfwd', 'xen'])),
  name: attribute(
    'target/@name',
    oneOf(['org.qemu.guest_agent.0', 'com.redhat.spice.0', 'org.spice-space.webdav.0', 'org.libguestfs.channel.0']),
  ),
  /** Live XML: whether the guest has opened the channel. */
  state: attribute('target/@state', oneOf(['connected', 'disconnected'])),
  targetAddress: attribute('target/@address', string, { when: { targetType: ['guestfwd'] } }),
  targetPort: attribute('target/@port', integer, { when: { targetType: ['guestfwd'] } }),
  clipboard: attribute('source/clipboard/@copypaste', yesNo, { when: { type: ['qemu-vdagent'] } }),
  mouseMode: attribute('source/mouse/@mode', oneOf(['server', 'client']), { when: { type: ['qemu-vdagent'] } }),
};
