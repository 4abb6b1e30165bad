/** USB: hubs, and what a client of the guest's screen, or the host, lends it from a port or a card reader. */
import { KeyRound, Usb } from 'lucide-react';
import { endpoint, labelled } from './lineParts.ts';
import type { DeviceNouns } from './deviceNoun.ts';

export const redirectedDevices = {
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
} as const satisfies Partial<DeviceNouns>;
