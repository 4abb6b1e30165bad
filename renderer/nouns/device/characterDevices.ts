/** Devices that pass characters and messages: serial lines, consoles, channels to programs in the guest. */
import { PlugZap, SquareTerminal } from 'lucide-react';
import { character, labelled } from './lineParts.ts';
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

export const characterDevices = {
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
} as const satisfies Partial<DeviceNouns>;
