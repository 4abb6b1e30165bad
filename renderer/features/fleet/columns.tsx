/** The table of VMs as data: its columns, one entry each, and what a row is. */
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { domainKey, isActive, type Domain } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import { formatValue, type Unit } from '../../components/chartUnits.ts';
import type { Column, RowKind } from '../../components/dataGrid/index.tsx';
import { PendingMark } from '../../nouns/pendingMark.tsx';
import { DomainIcon, useStateWord } from '../../nouns/statusIcon.tsx';
import { Sparkline, StatText } from '../../nouns/stats.tsx';
import { compareNames } from '../../store/inventory.ts';
import { latest } from '../../store/stats.ts';
import type { DomainColumn } from '../../../shared/model/stats.ts';
import type { ColumnId } from '../../words/keys.ts';
import styles from './domainTable.module.css';

export interface TableRow {
  readonly key: string;
  readonly domain: Domain;
  readonly host: Host | undefined;
}

type DomainColumnEntry = Omit<Column<TableRow>, 'label'> & {
  /** Its heading is `columns.<id>` in the language files. */
  readonly id: ColumnId;
};

const byText = (text: (row: TableRow) => string) => (a: TableRow, b: TableRow) => compareNames(text(a), text(b));
const byNumber = (value: (row: TableRow) => number) => (a: TableRow, b: TableRow) => value(a) - value(b);

/** The latest value; what isn't known sorts last. */
const measured = (columns: readonly DomainColumn[]) =>
  byNumber(({ domain }) => {
    const value = latest({ of: 'domain', ref: domain, columns });
    return Number.isNaN(value) ? -1 : value;
  });

const formatted = (unit: Unit) => (value: number) => formatValue(unit, value);
const isLive = ({ domain, host }: TableRow): boolean => isActive(domain) && host?.stale === false;

function StateWord({ domain }: { readonly domain: Domain }): ReactElement {
  const word = useStateWord();
  return <span className={styles.quiet}>{word(domain)}</span>;
}

function Yes(): ReactElement {
  const { t } = useTranslation();
  return <>{t('domainTable.yes')}</>;
}

const dash = <span className={styles.dash}>—</span>;

const live = (column: DomainColumn, unit: Unit) => (row: TableRow) =>
  isLive(row) ? <StatText domainKey={row.key} column={column} format={formatted(unit)} /> : dash;

const entries: readonly DomainColumnEntry[] = [
  {
    id: 'name',
    width: 'minmax(180px, 2.2fr)',
    standard: true,
    compare: byText(({ domain }) => domain.name),
    render: ({ domain }) => domain.name,
  },
  {
    id: 'state',
    width: 'minmax(86px, 0.8fr)',
    standard: true,
    compare: byText(({ domain }) => domain.state),
    render: ({ domain }) => <StateWord domain={domain} />,
  },
  {
    id: 'host',
    width: 'minmax(90px, 1fr)',
    standard: true,
    compare: byText(({ host }) => host?.config.name ?? ''),
    render: ({ host }) => host?.config.name,
  },
  {
    id: 'vcpus',
    width: '52px',
    numeric: true,
    standard: true,
    compare: byNumber(({ domain }) => domain.vcpus?.current ?? 0),
    render: ({ domain }) => domain.vcpus?.current ?? dash,
  },
  {
    id: 'cpu',
    width: '146px',
    standard: true,
    live: true,
    compare: measured(['guestCpu']),
    render: (row) =>
      isLive(row) ? (
        <span className={styles.cpu}>
          <Sparkline domainKey={row.key} column="guestCpu" label={row.domain.name} />
          <StatText domainKey={row.key} column="guestCpu" format={formatted('share')} />
        </span>
      ) : (
        dash
      ),
  },
  {
    id: 'memory',
    width: '88px',
    numeric: true,
    standard: true,
    compare: byNumber(({ domain }) => domain.memoryKiB?.current ?? 0),
    render: ({ domain }) => (domain.memoryKiB ? formatValue('memory', domain.memoryKiB.current) : dash),
  },
  {
    id: 'memoryUsed',
    width: '88px',
    numeric: true,
    standard: false,
    live: true,
    compare: measured(['memory']),
    render: live('memory', 'memory'),
  },
  {
    id: 'diskRead',
    width: '92px',
    numeric: true,
    standard: true,
    live: true,
    compare: measured(['diskRead']),
    render: live('diskRead', 'bytes'),
  },
  {
    id: 'diskWrite',
    width: '92px',
    numeric: true,
    standard: true,
    live: true,
    compare: measured(['diskWrite']),
    render: live('diskWrite', 'bytes'),
  },
  {
    id: 'netReceive',
    width: '92px',
    numeric: true,
    standard: true,
    live: true,
    compare: measured(['netReceive']),
    render: live('netReceive', 'bits'),
  },
  {
    id: 'netTransmit',
    width: '92px',
    numeric: true,
    standard: true,
    live: true,
    compare: measured(['netTransmit']),
    render: live('netTransmit', 'bits'),
  },
  {
    id: 'os',
    width: 'minmax(90px, 1fr)',
    standard: false,
    compare: byText(({ domain }) => domain.definition?.osId ?? ''),
    render: ({ domain }) => domain.definition?.osId?.replace(/^https?:\/\//, '') ?? '',
  },
  {
    id: 'machine',
    width: 'minmax(90px, 1fr)',
    standard: false,
    compare: byText(({ domain }) => domain.definition?.machine ?? ''),
    render: ({ domain }) => domain.definition?.machine ?? '',
  },
  {
    id: 'autostart',
    width: '74px',
    standard: false,
    compare: byNumber(({ domain }) => Number(domain.autostart)),
    render: ({ domain }) => domain.autostart && <Yes />,
  },
  {
    id: 'title',
    width: 'minmax(110px, 1.4fr)',
    standard: false,
    compare: byText(({ domain }) => domain.definition?.title ?? ''),
    render: ({ domain }) => domain.definition?.title ?? '',
  },
];

export const columnsIn = (t: TFunction): readonly Column<TableRow>[] =>
  entries.map((entry) => ({ ...entry, label: t(`columns.${entry.id}`) }));

export const rowOf = (domain: Domain, host: Host | undefined): TableRow => ({ key: domainKey(domain), domain, host });

export const domainRows: RowKind<TableRow> = {
  key: ({ key }) => key,
  name: ({ domain }) => domain.name,
  href: ({ key }) => `#/vm/${key}`,
  same: (a, b) => a.domain === b.domain && a.host === b.host,
  texts: ({ domain, host }) => [domain.name, host?.config.name, domain.definition?.title],
  look: ({ domain, host }) => ((host?.stale ?? true) ? 'stale' : domain.state === 'shutoff' ? 'off' : undefined),
  lead: ({ domain, host }) => <DomainIcon domain={domain} stale={host?.stale ?? true} />,
  marks: ({ domain }) => <PendingMark domain={domain} />,
};
