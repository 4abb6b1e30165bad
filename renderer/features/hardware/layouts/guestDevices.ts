/** Forms of what the guest talks to people and other programs with: network, screens, consoles, input, sound. */
import { when } from '../layout.ts';
import type { DeviceLayouts } from './layouts.ts';

/** A character device's other end on the host, whatever the guest calls it. */
const characterEnd = {
  id: 'source',
  fields: [
    'type',
    ...when({ type: ['file', 'dev', 'pipe', 'unix', 'pty'] }, ['path'] as const),
    ...when({ type: ['tcp', 'unix', 'udp'] }, ['mode'] as const),
    ...when({ type: ['tcp', 'udp'] }, ['host', 'service'] as const),
    ...when({ type: ['tcp'] }, ['protocol', 'tls'] as const),
    ...when({ type: ['spiceport', 'spicevmc'] }, ['spiceChannel'] as const),
    ...when({ type: ['nmdm'] }, ['master', 'slave'] as const),
    ...when({ type: ['file'] }, ['append'] as const),
    'logFile',
    'logAppend',
  ],
} as const;

export const guestDevices = {
  interface: {
    sections: [
      { id: 'guest', fields: ['model', 'mac', 'link', 'mtu', 'bootOrder', 'acpiIndex'] },
      {
        id: 'source',
        fields: [
          'type',
          ...when({ type: ['network'] }, ['network', 'portgroup']),
          ...when({ type: ['bridge'] }, ['bridge']),
          ...when({ type: ['direct', 'vdpa'] }, ['dev']),
          ...when({ type: ['direct', 'vhostuser'] }, ['mode']),
          ...when({ type: ['vhostuser'] }, ['sourceType', 'path']),
          ...when({ type: ['udp', 'mcast', 'server', 'client'] }, ['address', 'port']),
          ...when({ type: ['udp'] }, ['localAddress', 'localPort']),
          ...when({ type: ['internal'] }, ['internalName']),
          ...when({ type: ['hostdev'] }, [
            'managed',
            'sourceAddressType',
            'sourceDomain',
            'sourceBus',
            'sourceSlot',
            'sourceFunction',
          ]),
          ...when({ type: ['user'] }, ['backend', 'addresses', 'portForwards']),
          'target',
        ],
      },
      {
        id: 'network',
        fields: [
          'vlanTags',
          'vlanTrunk',
          'nativeVlanMode',
          'filter',
          'filterParameters',
          'isolated',
          'trustGuestRxFilters',
        ],
      },
      {
        id: 'limits',
        fields: [
          'inboundAverage',
          'inboundPeak',
          'inboundBurst',
          'inboundFloor',
          'outboundAverage',
          'outboundPeak',
          'outboundBurst',
        ],
        closed: true,
      },
      {
        id: 'performance',
        fields: [
          'driver',
          'queues',
          'rxQueueSize',
          'txQueueSize',
          'coalesceFrames',
          'sendBuffer',
          'txMode',
          'ioeventfd',
          'eventIdx',
          'rss',
          'rssHashReport',
        ],
        closed: true,
      },
      {
        id: 'virtualPort',
        fields: ['virtualport', 'interfaceId', 'profileId', 'managerId', 'typeId', 'typeIdVersion', 'instanceId'],
        closed: true,
      },
    ],
    told: ['currentMac'],
  },
  graphics: {
    sections: [
      {
        id: 'guest',
        fields: [
          'type',
          ...when({ type: ['vnc', 'spice', 'rdp'] }, ['autoport', 'listens', 'password', 'passwordValidTo']),
          ...when({ autoport: [false] }, ['port']),
          ...when({ type: ['spice'] }, ['tlsPort', 'defaultMode']),
          ...when({ type: ['vnc'] }, ['sharePolicy', 'websocket', 'keymap']),
          ...when({ type: ['spice', 'egl-headless', 'sdl', 'dbus'] }, ['gl', 'renderNode']),
          ...when({ type: ['sdl'] }, ['display', 'xauth', 'fullscreen']),
        ],
      },
      {
        id: 'spice',
        fields: when({ type: ['spice'] }, [
          'copyPaste',
          'fileTransfer',
          'mouseMode',
          'imageCompression',
          'jpegCompression',
          'zlibCompression',
          'playbackCompression',
          'streamingMode',
          'channels',
        ]),
        closed: true,
      },
    ],
    told: ['listenAddress'],
  },
  video: {
    sections: [
      {
        id: 'guest',
        fields: [
          'model',
          'heads',
          'primary',
          ...when({ model: ['vga', 'cirrus', 'bochs', 'qxl', 'vmvga', 'ramfb'] }, ['vram']),
          ...when({ model: ['qxl'] }, ['ram', 'vgamem']),
          'width',
          'height',
          ...when({ model: ['virtio', 'qxl', 'vga', 'bochs'] }, ['edid', 'blob', 'driver', 'renderNode']),
        ],
      },
    ],
  },
  serial: { sections: [characterEnd, { id: 'guest', fields: ['targetType', 'targetModel', 'port'] }], told: ['tty'] },
  parallel: { sections: [characterEnd, { id: 'guest', fields: ['port'] }], told: ['tty'] },
  console: { sections: [characterEnd, { id: 'guest', fields: ['targetType', 'port'] }], told: ['tty'] },
  channel: {
    sections: [
      {
        id: 'guest',
        fields: ['targetType', 'name', ...when({ targetType: ['guestfwd'] }, ['targetAddress', 'targetPort'])],
      },
      characterEnd,
      { id: 'agent', fields: when({ type: ['qemu-vdagent'] }, ['clipboard', 'mouseMode']), closed: true },
    ],
    told: ['tty', 'state'],
  },
  input: {
    sections: [
      {
        id: 'guest',
        fields: [
          'type',
          'bus',
          'model',
          ...when({ type: ['passthrough', 'evdev'] }, ['eventDevice', 'device', 'grab', 'grabToggle', 'repeat']),
        ],
      },
    ],
  },
  redirdev: {
    sections: [
      {
        id: 'source',
        fields: [
          'bus',
          'type',
          ...when({ type: ['tcp'] }, ['mode', 'host', 'service', 'protocol']),
          ...when({ type: ['unix'] }, ['path']),
          'bootOrder',
        ],
      },
    ],
  },
  redirfilter: { sections: [{ id: 'source', fields: ['rules'] }] },
  smartcard: {
    sections: [
      {
        id: 'source',
        fields: [
          'mode',
          ...when({ mode: ['passthrough'] }, ['type', 'sourceMode', 'host', 'service', 'path']),
          ...when({ mode: ['host-certificates'] }, ['certificates', 'database']),
        ],
      },
    ],
  },
  hub: { sections: [{ id: 'guest', fields: ['type'] }] },
  sound: { sections: [{ id: 'guest', fields: ['model', 'codecs', 'audio', 'multichannel', 'streams'] }] },
  audio: {
    sections: [
      { id: 'source', fields: ['type', 'id', 'serverName', 'path', 'runtimeDirectory', 'driver', 'timerPeriod'] },
    ],
  },
  vsock: { sections: [{ id: 'guest', fields: ['model', 'autoCid', ...when({ autoCid: [null, false] }, ['cid'])] }] },
} as const satisfies Partial<DeviceLayouts>;
