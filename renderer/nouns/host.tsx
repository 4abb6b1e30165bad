/** The host: a machine whose libvirt is spoken to. */
import { Clipboard, Pencil, Plug, Plus, Trash2, Unplug } from 'lucide-react';
import type { Host } from '../../shared/model/host.ts';
import { api } from '../backend.ts';
import { openDialog } from '../store/dialogs.ts';
import type { HostVerbId } from '../words/keys.ts';
import type { NounDescription, Target } from './noun.ts';
import { StateText, Way } from './host/way.tsx';
import { HostIcon, HostState } from './statusIcon.tsx';
import type { Verb, VerbEntry } from './verb.ts';

const isUp = ({ status }: Host): boolean => status.kind === 'connected' || status.kind === 'connecting';

const verbs: readonly VerbEntry<Target<'host'>, HostVerbId>[] = [
  {
    id: 'create',
    icon: Plus,
    group: 'power',
    confirm: 'none',
    bulk: false,
    prominent: true,
    shortcut: 'Alt+N',
    blocked: ({ record: { status, readOnly } }) =>
      status.kind === 'connected' ? (readOnly === true ? 'isReadOnly' : undefined) : 'hostAway',
    run: ({ record: { id } }) => openDialog({ kind: 'createDomain', host: id }),
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
    shown: ({ record }) => !isUp(record),
    run: ({ record: { id } }) => api.host.connect({ host: id }),
  },
  {
    id: 'disconnect',
    icon: Unplug,
    group: 'power',
    confirm: 'none',
    bulk: true,
    prominent: true,
    blocked: () => undefined,
    shown: ({ record }) => record.status.kind !== 'disconnected',
    run: ({ record: { id } }) => api.host.disconnect({ host: id }),
  },
  {
    id: 'edit',
    icon: Pencil,
    group: 'edit',
    confirm: 'none',
    bulk: false,
    prominent: true,
    blocked: () => undefined,
    run: ({ record: { id } }) => openDialog({ kind: 'host', host: id }),
  },
  {
    id: 'copyName',
    icon: Clipboard,
    group: 'edit',
    confirm: 'none',
    bulk: false,
    blocked: () => undefined,
    run: ({ record: { config } }) => navigator.clipboard.writeText(config.name),
  },
  {
    id: 'copyUri',
    icon: Clipboard,
    group: 'edit',
    confirm: 'none',
    bulk: false,
    blocked: () => undefined,
    run: ({ record: { config } }) => navigator.clipboard.writeText(config.uri),
  },
  {
    id: 'remove',
    icon: Trash2,
    group: 'danger',
    confirm: 'none',
    bulk: false,
    blocked: () => undefined,
    run: ({ record: { id } }) => openDialog({ kind: 'removeHost', host: id }),
  },
];

export const host: NounDescription<'host'> = {
  words: {
    one: 'menu.host',
    noneOpen: 'menu.noHost',
    many: 'palette.hosts',
    unknown: 'host.unknown',
    unknownHint: 'host.unknownHint',
  },
  name: ({ config }) => config.name,
  note: ({ record }) => record.config.uri,
  icon: ({ status }) => <HostIcon status={status} />,
  state: ({ status }) => <HostState status={status} />,
  look: ({ record }) => (record.stale ? 'stale' : undefined),
  head: {
    state: ({ status }) => <StateText status={status} />,
    subtitle: (record) => <Way host={record} />,
  },
  verbs: verbs.map((verb): Verb<Target<'host'>> => ({ ...verb, label: `host.verbs.${verb.id}` })),
};
