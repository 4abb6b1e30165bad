/** What can be done with a host. */
import { Clipboard, Pencil, Plug, Plus, Trash2, Unplug } from 'lucide-react';
import type { Host } from '../../shared/model/host.ts';
import { api } from '../backend.ts';
import { openDialog } from '../store/dialogs.ts';
import type { HostVerbId } from '../words/keys.ts';
import type { Verb } from './verb.ts';

const isUp = ({ status }: Host): boolean => status.kind === 'connected' || status.kind === 'connecting';

export const hostVerbs: readonly Verb<Host, HostVerbId>[] = [
  {
    id: 'create',
    icon: Plus,
    group: 'power',
    confirm: 'none',
    bulk: false,
    prominent: true,
    shortcut: 'Alt+N',
    blocked: ({ status, readOnly }) =>
      status.kind === 'connected' ? (readOnly === true ? 'isReadOnly' : undefined) : 'hostAway',
    run: ({ id }) => openDialog({ kind: 'createDomain', host: id }),
  },
  {
    id: 'connect',
    icon: Plug,
    group: 'power',
    confirm: 'none',
    bulk: true,
    prominent: true,
    shortcut: 'F5',
    blocked: () => undefined,
    shown: (host) => !isUp(host),
    run: ({ id }) => api.host.connect({ host: id }),
  },
  {
    id: 'disconnect',
    icon: Unplug,
    group: 'power',
    confirm: 'none',
    bulk: true,
    prominent: true,
    blocked: () => undefined,
    shown: ({ status }) => status.kind !== 'disconnected',
    run: ({ id }) => api.host.disconnect({ host: id }),
  },
  {
    id: 'edit',
    icon: Pencil,
    group: 'edit',
    confirm: 'none',
    bulk: false,
    prominent: true,
    blocked: () => undefined,
    run: ({ id }) => openDialog({ kind: 'host', host: id }),
  },
  {
    id: 'copyName',
    icon: Clipboard,
    group: 'edit',
    confirm: 'none',
    bulk: false,
    blocked: () => undefined,
    run: ({ config }) => navigator.clipboard.writeText(config.name),
  },
  {
    id: 'copyUri',
    icon: Clipboard,
    group: 'edit',
    confirm: 'none',
    bulk: false,
    blocked: () => undefined,
    run: ({ config }) => navigator.clipboard.writeText(config.uri),
  },
  {
    id: 'remove',
    icon: Trash2,
    group: 'danger',
    confirm: 'none',
    bulk: false,
    blocked: () => undefined,
    run: ({ id }) => openDialog({ kind: 'removeHost', host: id }),
  },
];
