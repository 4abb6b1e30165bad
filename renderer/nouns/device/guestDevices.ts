/** Devices that the guest talks to people and other programs with: network, screens, consoles, input, sound. */
import { Cable, KeyRound, Keyboard, Monitor, Network, PlugZap, SquareTerminal, Usb, Volume2 } from 'lucide-react';
import { character, endpoint, graphicsAddress, labelled, mebibytes } from './lineParts.ts';
import type { DeviceNouns, LiveFact } from './deviceNoun.ts';

/** A character device's other end on the host, whatever the guest calls it. */
const characterEnd = {
  id: 'source',
  fields: [
    'type',
    'path',
    'mode',
    'host',
    'service',
    'protocol',
    'tls',
    'spiceChannel',
    'master',
    'slave',
    'append',
    'logFile',
    'logAppend',
  ],
} as const;

/** The host's end of a character device. */
const terminal = ({ type, path }: { readonly type?: string; readonly path?: string }): LiveFact => ({
  name: 'tty',
  value: type === 'pty' ? path : undefined,
});

export const guestDevices = {
  interface: {
    icon: Network,
    group: 'interfaces',
    line: (p) => [p.mac, p.network ?? p.bridge ?? p.dev ?? p.path ?? p.type, p.model, p.target],
    liveFact: ({ target }) => ({ name: 'target', value: target }),
    layout: {
      sections: [
        { id: 'guest', fields: ['model', 'mac', 'link', 'mtu', 'bootOrder', 'acpiIndex'] },
        {
          id: 'source',
          fields: [
            'type',
            'network',
            'portgroup',
            'bridge',
            'dev',
            'mode',
            'sourceType',
            'path',
            'address',
            'port',
            'localAddress',
            'localPort',
            'internalName',

            'managed',
            'sourceAddressType',
            'sourceDomain',
            'sourceBus',
            'sourceSlot',
            'sourceFunction',
            'backend',
            'addresses',
            'portForwards',
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
  },
  graphics: {
    icon: Monitor,
    group: 'display',
    line: (p) => [
      p.type,
      p.socket ?? p.listens?.find((listen) => listen.socket !== undefined)?.socket ?? graphicsAddress(p),
    ],
    layout: {
      sections: [
        {
          id: 'guest',
          fields: [
            'type',
            'autoport',
            'listens',
            'password',
            'passwordValidTo',
            'port',
            'tlsPort',
            'defaultMode',
            'sharePolicy',
            'websocket',
            'keymap',
            'gl',
            'renderNode',
            'display',
            'xauth',
            'fullscreen',
          ],
        },
        {
          id: 'spice',
          fields: [
            'copyPaste',
            'fileTransfer',
            'mouseMode',
            'imageCompression',
            'jpegCompression',
            'zlibCompression',
            'playbackCompression',
            'streamingMode',
            'channels',
          ],
          closed: true,
        },
      ],
      told: ['listenAddress'],
    },
  },
  video: {
    icon: Monitor,
    group: 'display',
    line: (p) => [p.model, mebibytes(p.vram), labelled('heads', p.heads)],
    layout: {
      sections: [
        {
          id: 'guest',
          fields: [
            'model',
            'heads',
            'primary',
            'vram',
            'ram',
            'vgamem',
            'width',
            'height',
            'edid',
            'blob',
            'driver',
            'renderNode',
          ],
        },
      ],
    },
  },
  serial: {
    icon: SquareTerminal,
    group: 'consoles',
    line: (p) => [labelled('port', p.port), ...character(p), p.targetModel ?? p.targetType],
    liveFact: terminal,
    layout: { sections: [characterEnd, { id: 'guest', fields: ['targetType', 'targetModel', 'port'] }], told: ['tty'] },
  },
  parallel: {
    icon: SquareTerminal,
    group: 'consoles',
    line: (p) => [labelled('port', p.port), ...character(p)],
    liveFact: terminal,
    layout: { sections: [characterEnd, { id: 'guest', fields: ['port'] }], told: ['tty'] },
  },
  console: {
    icon: SquareTerminal,
    group: 'consoles',
    line: (p) => [labelled('port', p.port), ...character(p), p.targetType],
    liveFact: terminal,
    layout: { sections: [characterEnd, { id: 'guest', fields: ['targetType', 'port'] }], told: ['tty'] },
  },
  channel: {
    icon: PlugZap,
    group: 'consoles',
    line: (p) => [p.name, ...character(p), p.state],
    liveFact: ({ state }) => ({ name: 'agent', value: state }),
    layout: {
      sections: [
        {
          id: 'guest',
          fields: ['targetType', 'name', 'targetAddress', 'targetPort'],
        },
        characterEnd,
        { id: 'agent', fields: ['clipboard', 'mouseMode'], closed: true },
      ],
      told: ['tty', 'state'],
    },
  },
  input: {
    icon: Keyboard,
    group: 'input',
    line: (p) => [p.type, p.bus, p.eventDevice],
    layout: {
      sections: [
        {
          id: 'guest',
          fields: ['type', 'bus', 'model', 'eventDevice', 'device', 'grab', 'grabToggle', 'repeat'],
        },
      ],
    },
  },
  redirdev: {
    icon: Usb,
    group: 'host',
    line: (p) => [p.bus, p.type, endpoint(p.host, p.service)],
    layout: {
      sections: [
        {
          id: 'source',
          fields: ['bus', 'type', 'mode', 'host', 'service', 'protocol', 'path', 'bootOrder'],
        },
      ],
    },
  },
  redirfilter: {
    icon: Usb,
    group: 'host',
    line: (p) => [labelled('rules', p.rules?.length)],
    layout: { sections: [{ id: 'source', fields: ['rules'] }] },
  },
  smartcard: {
    icon: KeyRound,
    group: 'host',
    line: (p) => [p.mode, p.type],
    layout: {
      sections: [
        {
          id: 'source',
          fields: ['mode', 'type', 'sourceMode', 'host', 'service', 'path', 'certificates', 'database'],
        },
      ],
    },
  },
  hub: {
    icon: Usb,
    group: 'controllers',
    line: (p) => [p.type],
    layout: { sections: [{ id: 'guest', fields: ['type'] }] },
  },
  sound: {
    icon: Volume2,
    group: 'input',
    line: (p) => [p.model, p.codecs?.join(', ')],
    layout: { sections: [{ id: 'guest', fields: ['model', 'codecs', 'audio', 'multichannel', 'streams'] }] },
  },
  audio: {
    icon: Volume2,
    group: 'input',
    line: (p) => [labelled('id', p.id), p.type],
    layout: {
      sections: [
        { id: 'source', fields: ['type', 'id', 'serverName', 'path', 'runtimeDirectory', 'driver', 'timerPeriod'] },
      ],
    },
  },
  vsock: {
    icon: Cable,
    group: 'security',
    line: (p) => [p.model, labelled('CID', p.cid)],
    layout: { sections: [{ id: 'guest', fields: ['model', 'autoCid', 'cid'] }] },
  },
} as const satisfies Partial<DeviceNouns>;
