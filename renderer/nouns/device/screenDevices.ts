/** What users of the guest see, hear and type on. */
import { Keyboard, Monitor, Volume2 } from 'lucide-react';
import { graphicsAddress, labelled, mebibytes } from './lineParts.ts';
import type { DeviceNouns } from './deviceNoun.ts';

export const screenDevices = {
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
} as const satisfies Partial<DeviceNouns>;
