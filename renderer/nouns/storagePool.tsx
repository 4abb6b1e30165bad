/** The storage pool: a place of the host where images are. */
import { Database, Play, RefreshCw, Square, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoragePool, StoragePoolState } from '../../shared/model/storagePool.ts';
import { api } from '../backend.ts';
import { CapacityBar } from '../components/capacityBar.tsx';
import { formatValue } from '../components/chartUnits.ts';
import { hasWords } from '../words/hasWords.ts';
import type { ColumnId, FieldId, ReasonId, VerbId } from '../words/keys.ts';
import { byNumber, byText, dash, hostColumn, Quiet, Yes, YesNo } from './cells.tsx';
import { changeable, started } from './checks.ts';
import { autostartVerbs, copyNameVerb, copyUuidVerb } from './commonVerbs.ts';
import { CopyUuid } from './copyUuid.tsx';
import type { ColumnEntry, FactEntry, NounColumn, NounDescription, NounFact, Target } from './noun.ts';
import { NounIcon } from './nounIcon.tsx';
import type { Verb, VerbEntry } from './verb.ts';
import styles from './nouns.module.css';

type Row = Target<'storagePool'>;

const ref = ({ record: { host, uuid } }: Row): { host: string; id: string } => ({ host, id: uuid });
const isOn = ({ state }: StoragePool): boolean => state !== 'inactive';
const inactive = (target: Row): ReasonId | undefined =>
  changeable(target) ?? (isOn(target.record) ? 'isActive' : undefined);
const active = (target: Row): ReasonId | undefined =>
  changeable(target) ?? (isOn(target.record) ? undefined : 'isInactive');
const persistent = (target: Row): ReasonId | undefined =>
  changeable(target) ?? (target.record.persistent ? undefined : 'isTransient');

const colors = {
  inactive: 'off',
  building: 'busy',
  running: 'running',
  degraded: 'paused',
  inaccessible: 'error',
} as const satisfies Record<StoragePoolState, string>;

function State({ pool }: { readonly pool: StoragePool }): ReactElement {
  const { t } = useTranslation();
  return <>{t(`storagePool.state.${pool.state}`)}</>;
}

/** A newer libvirt's word stands as it is. */
function Type({ pool }: { readonly pool: StoragePool }): ReactElement {
  const { t } = useTranslation();
  const key = `storagePool.types.${pool.type}`;
  return <>{hasWords(key) ? t(key) : pool.type}</>;
}

function Transient(): ReactElement {
  const { t } = useTranslation();
  return <>{t('storagePool.transient')}</>;
}

const bytes = (value: number): string => formatValue('memory', value / 1024);
/** Of one that is off nothing is known. */
const size = (pool: StoragePool, value: number): string | undefined =>
  pool.capacityBytes > 0 ? bytes(value) : undefined;
const shareOf = ({ capacityBytes, allocationBytes }: StoragePool): number =>
  capacityBytes > 0 ? allocationBytes / capacityBytes : 0;

/** How full it is; of one that isn't on, its state. */
function Usage({ pool }: { readonly pool: StoragePool }): ReactElement | null {
  const { t } = useTranslation();
  if (pool.capacityBytes <= 0) return null;
  const percent = Math.round(shareOf(pool) * 100);
  const label = t('storagePool.usage', { percent, capacity: bytes(pool.capacityBytes) });
  return (
    <span className={styles.usage}>
      <CapacityBar share={shareOf(pool)} label={label} />
      <span aria-hidden>{percent} %</span>
    </span>
  );
}

const columns: readonly ColumnEntry<'storagePool', ColumnId<'storagePool'>>[] = [
  {
    id: 'name',
    width: 'minmax(160px, 1.6fr)',
    standard: true,
    compare: byText(({ record }) => record.name),
    render: ({ record }) => record.name,
  },
  {
    id: 'state',
    width: 'minmax(92px, 0.7fr)',
    standard: true,
    compare: byText(({ record }) => record.state),
    render: ({ record }) => (
      <Quiet>
        <State pool={record} />
      </Quiet>
    ),
  },
  hostColumn,
  {
    id: 'type',
    width: 'minmax(90px, 0.8fr)',
    standard: true,
    compare: byText(({ record }) => record.type),
    render: ({ record }) => <Type pool={record} />,
  },
  {
    id: 'usage',
    width: '104px',
    standard: true,
    compare: byNumber(({ record }) => shareOf(record)),
    render: ({ record }) => (record.capacityBytes > 0 ? <Usage pool={record} /> : dash),
  },
  {
    id: 'allocation',
    width: '92px',
    numeric: true,
    standard: false,
    compare: byNumber(({ record }) => record.allocationBytes),
    render: ({ record }) => size(record, record.allocationBytes) ?? dash,
  },
  {
    id: 'capacity',
    width: '92px',
    numeric: true,
    standard: true,
    compare: byNumber(({ record }) => record.capacityBytes),
    render: ({ record }) => size(record, record.capacityBytes) ?? dash,
  },
  {
    id: 'available',
    width: '92px',
    numeric: true,
    standard: true,
    compare: byNumber(({ record }) => record.availableBytes),
    render: ({ record }) => size(record, record.availableBytes) ?? dash,
  },
  {
    id: 'path',
    width: 'minmax(140px, 1.6fr)',
    standard: true,
    compare: byText(({ record }) => record.targetPath ?? ''),
    render: ({ record }) => record.targetPath ?? dash,
  },
  {
    id: 'source',
    width: 'minmax(120px, 1.2fr)',
    standard: false,
    compare: byText(({ record }) => record.source ?? ''),
    render: ({ record }) => record.source ?? dash,
  },
  {
    id: 'autostart',
    width: '84px',
    standard: true,
    compare: byNumber(({ record }) => Number(record.autostart)),
    render: ({ record }) => record.autostart && <Yes />,
  },
];

const facts: readonly FactEntry<'storagePool', FieldId<'storagePool'>>[] = [
  { id: 'type', render: (record) => <Type pool={record} /> },
  { id: 'path', render: ({ targetPath }) => targetPath },
  { id: 'source', render: ({ source }) => source },
  { id: 'usage', render: (record) => (record.capacityBytes > 0 ? <Usage pool={record} /> : undefined) },
  { id: 'allocation', render: (record) => size(record, record.allocationBytes) },
  { id: 'available', render: (record) => size(record, record.availableBytes) },
  { id: 'capacity', render: (record) => size(record, record.capacityBytes) },
  { id: 'autostart', render: ({ autostart }) => <YesNo yes={autostart} /> },
  { id: 'persistence', render: (record) => (record.persistent ? undefined : <Transient />) },
  { id: 'uuid', render: ({ uuid }) => <CopyUuid uuid={uuid} /> },
];

const verbs: readonly VerbEntry<Row, VerbId<'storagePool'>>[] = [
  {
    id: 'start',
    icon: Play,
    group: 'power',
    confirm: 'none',
    bulk: true,
    prominent: true,
    blocked: inactive,
    run: (target) => started(api.storagePool.start(ref(target))),
  },
  {
    id: 'stop',
    icon: Square,
    group: 'power',
    confirm: { damage: 'explicit', words: 'storagePool.confirm.stop', users: true },
    bulk: true,
    prominent: true,
    blocked: active,
    run: (target) => started(api.storagePool.stop(ref(target))),
  },
  {
    id: 'refresh',
    icon: RefreshCw,
    group: 'state',
    confirm: 'none',
    bulk: true,
    prominent: true,
    shortcut: 'F5',
    blocked: active,
    run: (target) => started(api.storagePool.refresh(ref(target))),
  },
  ...autostartVerbs(persistent, (target: Row, autostart) =>
    api.storagePool.setAutostart({ ...ref(target), autostart }),
  ),
  copyNameVerb(),
  copyUuidVerb(),
  {
    id: 'undefine',
    icon: Trash2,
    group: 'danger',
    confirm: { damage: 'typed', words: 'storagePool.confirm.undefine', users: true },
    bulk: true,
    shortcut: 'Delete',
    // libvirt undefines no pool that is active (storagePoolUndefine in storage_driver.c).
    blocked: (target) => persistent(target) ?? (isOn(target.record) ? 'mustBeStopped' : undefined),
    run: (target) => started(api.storagePool.undefine(ref(target))),
  },
];

export const storagePool: NounDescription<'storagePool'> = {
  words: {
    one: 'storagePool.one',
    many: 'storagePool.many',
    unknown: 'storagePool.unknown',
    unknownHint: 'storagePool.unknownHint',
  },
  name: ({ name }) => name,
  note: ({ host }) => host?.config.name ?? '',
  foundBy: ({ targetPath, source }) => [targetPath, source],
  icon: ({ state }, look) => <NounIcon icon={Database} color={colors[state]} {...look} />,
  state: (record) => <State pool={record} />,
  look: ({ record, host }) => ((host?.stale ?? true) ? 'stale' : isOn(record) ? undefined : 'off'),
  tree: {
    group: Database,
    note: (record) => (record.state === 'running' ? <Usage pool={record} /> : <State pool={record} />),
  },
  list: {
    columns: columns.map((column): NounColumn<'storagePool'> => ({
      ...column,
      label: `storagePool.columns.${column.id}`,
    })),
    count: 'storagePool.count',
    none: 'storagePool.none',
  },
  facts: facts.map((fact): NounFact<'storagePool'> => ({ ...fact, label: `storagePool.fields.${fact.id}` })),
  definition: ({ host, id }, options) => api.storagePool.definition({ host, id }, options),
  users: ({ host, id }, options) => api.storagePool.users({ host, id }, options),
  verbs: verbs.map((verb): Verb<Row> => ({ ...verb, label: `storagePool.verbs.${verb.id}` })),
};
