/** The virtual network: what guests are connected to, and how they get out. */
import { Network as NetworkIcon, Play, Square, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Network, NetworkAddress } from '../../shared/model/network.ts';
import type { OfHost } from '../../shared/model/objects.ts';
import { api } from '../backend.ts';
import { hasWords } from '../words/hasWords.ts';
import type { ColumnId, FieldId, ReasonId, VerbId } from '../words/keys.ts';
import { byNumber, byText, dash, hostColumn, Quiet, Yes, YesNo } from './cells.tsx';
import { changeable, started } from './checks.ts';
import { autostartVerbs, copyNameVerb, copyUuidVerb } from './commonVerbs.ts';
import { CopyUuid } from './copyUuid.tsx';
import type { ColumnEntry, FactEntry, NounColumn, NounDescription, NounFact, Target } from './noun.ts';
import { NounIcon } from './nounIcon.tsx';
import type { Verb, VerbEntry } from './verb.ts';

type Row = Target<'network'>;

const ref = ({ record: { host, uuid } }: Row): { host: string; id: string } => ({ host, id: uuid });
const inactive = (target: Row): ReasonId | undefined =>
  changeable(target) ?? (target.record.active ? 'isActive' : undefined);
const active = (target: Row): ReasonId | undefined =>
  changeable(target) ?? (target.record.active ? undefined : 'isInactive');
const persistent = (target: Row): ReasonId | undefined =>
  changeable(target) ?? (target.record.persistent ? undefined : 'isTransient');

/** A newer libvirt's word stands as it is. */
function Mode({ network }: { readonly network: Network }): ReactElement {
  const { t } = useTranslation();
  const key = `network.modes.${network.forwardMode}`;
  return <>{hasWords(key) ? t(key) : network.forwardMode}</>;
}

function State({ network }: { readonly network: Network }): ReactElement {
  const { t } = useTranslation();
  return <>{t(`network.state.${network.active ? 'active' : 'inactive'}`)}</>;
}

function Transient(): ReactElement {
  const { t } = useTranslation();
  return <>{t('network.transient')}</>;
}

const subnets = (addresses: readonly NetworkAddress[]): string =>
  addresses.map(({ address, prefix }) => `${address}/${prefix}`).join(', ');
const ranges = (addresses: readonly NetworkAddress[]): string =>
  addresses.flatMap((each) => each.ranges.map(({ start, end }) => `${start} – ${end}`)).join(', ');

const columns: readonly ColumnEntry<'network', ColumnId<'network'>>[] = [
  {
    id: 'name',
    width: 'minmax(160px, 1.6fr)',
    standard: true,
    compare: byText(({ record }) => record.name),
    render: ({ record }) => record.name,
  },
  {
    id: 'state',
    width: 'minmax(84px, 0.7fr)',
    standard: true,
    compare: byNumber(({ record }) => Number(!record.active)),
    render: ({ record }) => (
      <Quiet>
        <State network={record} />
      </Quiet>
    ),
  },
  hostColumn,
  {
    id: 'mode',
    width: 'minmax(84px, 0.8fr)',
    standard: true,
    compare: byText(({ record }) => record.forwardMode),
    render: ({ record }) => <Mode network={record} />,
  },
  {
    id: 'bridge',
    width: 'minmax(80px, 0.7fr)',
    standard: true,
    compare: byText(({ record }) => record.bridge ?? ''),
    render: ({ record }) => record.bridge ?? dash,
  },
  {
    id: 'addresses',
    width: 'minmax(130px, 1.2fr)',
    standard: true,
    compare: byText(({ record }) => subnets(record.addresses)),
    render: ({ record }) => subnets(record.addresses) || dash,
  },
  {
    id: 'dhcp',
    width: 'minmax(150px, 1.3fr)',
    standard: false,
    compare: byText(({ record }) => ranges(record.addresses)),
    render: ({ record }) => ranges(record.addresses) || dash,
  },
  {
    id: 'autostart',
    width: '84px',
    standard: true,
    compare: byNumber(({ record }) => Number(record.autostart)),
    render: ({ record }) => record.autostart && <Yes />,
  },
];

const facts: readonly FactEntry<'network', FieldId<'network'>>[] = [
  { id: 'title', render: ({ title }) => title },
  { id: 'mode', render: (record) => <Mode network={record} /> },
  { id: 'devices', render: ({ forwardDevices }) => forwardDevices.join(', ') || undefined },
  { id: 'bridge', render: ({ bridge }) => bridge },
  { id: 'addresses', render: ({ addresses }) => subnets(addresses) || undefined },
  { id: 'dhcp', render: ({ addresses }) => ranges(addresses) || undefined },
  { id: 'mtu', render: ({ mtu }) => mtu },
  { id: 'virtualPort', render: ({ virtualPort }) => virtualPort },
  { id: 'portgroups', render: ({ portgroups }) => portgroups.map(({ name }) => name).join(', ') || undefined },
  { id: 'autostart', render: ({ autostart }) => <YesNo yes={autostart} /> },
  { id: 'persistence', render: (record) => (record.persistent ? undefined : <Transient />) },
  { id: 'uuid', render: ({ uuid }) => <CopyUuid uuid={uuid} /> },
];

const verbs: readonly VerbEntry<Row, VerbId<'network'>>[] = [
  {
    id: 'start',
    icon: Play,
    group: 'power',
    confirm: 'none',
    bulk: true,
    prominent: true,
    blocked: inactive,
    run: (target) => started(api.network.start(ref(target))),
  },
  {
    id: 'stop',
    icon: Square,
    group: 'power',
    confirm: { damage: 'explicit', words: 'network.confirm.stop', users: true },
    bulk: true,
    prominent: true,
    blocked: active,
    run: (target) => started(api.network.stop(ref(target))),
  },
  ...autostartVerbs(persistent, (target: Row, autostart) => api.network.setAutostart({ ...ref(target), autostart })),
  copyNameVerb(),
  copyUuidVerb(),
  {
    id: 'undefine',
    icon: Trash2,
    group: 'danger',
    confirm: { damage: 'typed', words: 'network.confirm.undefine', users: true },
    bulk: true,
    shortcut: 'Delete',
    blocked: persistent,
    run: (target) => started(api.network.undefine(ref(target))),
  },
];

export const network: NounDescription<'network'> = {
  words: {
    one: 'network.one',
    many: 'network.many',
    unknown: 'network.unknown',
    unknownHint: 'network.unknownHint',
  },
  name: ({ name }) => name,
  note: ({ host }) => host?.config.name ?? '',
  foundBy: ({ title, bridge }) => [title, bridge],
  icon: (record, look) => <NounIcon icon={NetworkIcon} color={record.active ? 'running' : 'off'} {...look} />,
  state: (record) => <State network={record} />,
  look: ({ record, host }) => ((host?.stale ?? true) ? 'stale' : record.active ? undefined : 'off'),
  tree: {
    group: NetworkIcon,
    note: (record: OfHost<Network>) => (record.active ? undefined : <State network={record} />),
  },
  list: {
    columns: columns.map((column): NounColumn<'network'> => ({ ...column, label: `network.columns.${column.id}` })),
    count: 'network.count',
    none: 'network.none',
  },
  facts: facts.map((fact): NounFact<'network'> => ({ ...fact, label: `network.fields.${fact.id}` })),
  definition: ({ host, id }, options) => api.network.definition({ host, id }, options),
  users: ({ host, id }, options) => api.network.users({ host, id }, options),
  verbs: verbs.map((verb): Verb<Row> => ({ ...verb, label: `network.verbs.${verb.id}` })),
};
