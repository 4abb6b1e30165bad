/** The columns of the VM table, one entry each. */
import type { ReactNode } from 'react';
import { domainKey, isActive, type Domain } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import { formatValue, type Unit } from '../../components/chartUnits.ts';
import { PendingMark } from '../../nouns/pendingMark.tsx';
import { DomainIcon } from '../../nouns/statusIcon.tsx';
import { Sparkline, StatText } from '../../nouns/stats.tsx';
import { compareNames } from '../../store/inventory.ts';
import { latest } from '../../store/stats.ts';
import type { DomainColumn } from '../../../shared/model/stats.ts';
import type { ColumnId } from '../../words/keys.ts';
import styles from './vmTable.module.css';

export interface TableRow {
  readonly key: string;
  readonly domain: Domain;
  readonly host: Host | undefined;
}

export interface ColumnContext {
  readonly stateWord: (domain: Domain) => string;
  readonly yes: string;
}

export interface Column {
  /** Its heading is `columns.<id>` in the language files. */
  readonly id: ColumnId;
  /** A grid track. */
  readonly width: string;
  readonly numeric?: boolean;
  /** Shown unless the user chose otherwise. */
  readonly standard: boolean;
  readonly compare: (a: TableRow, b: TableRow) => number;
  readonly render: (row: TableRow, context: ColumnContext) => ReactNode;
}

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
const dash = <span className={styles.dash}>—</span>;

const live = (column: DomainColumn, unit: Unit) => (row: TableRow) =>
  isLive(row) ? <StatText domainKey={row.key} column={column} format={formatted(unit)} /> : dash;

export const columns: readonly Column[] = [
  {
    id: 'name',
    width: 'minmax(180px, 2.2fr)',
    standard: true,
    compare: byText(({ domain }) => domain.name),
    render: ({ key, domain, host }) => (
      <span className={styles.name}>
        <DomainIcon domain={domain} stale={host?.stale ?? true} />
        <a href={`#/vm/${key}`} tabIndex={-1}>
          {domain.name}
        </a>
        <PendingMark domain={domain} />
      </span>
    ),
  },
  {
    id: 'state',
    width: 'minmax(86px, 0.8fr)',
    standard: true,
    compare: byText(({ domain }) => domain.state),
    render: ({ domain }, { stateWord }) => <span className={styles.quiet}>{stateWord(domain)}</span>,
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
    compare: measured(['memory']),
    render: live('memory', 'memory'),
  },
  {
    id: 'diskRead',
    width: '92px',
    numeric: true,
    standard: true,
    compare: measured(['diskRead']),
    render: live('diskRead', 'bytes'),
  },
  {
    id: 'diskWrite',
    width: '92px',
    numeric: true,
    standard: true,
    compare: measured(['diskWrite']),
    render: live('diskWrite', 'bytes'),
  },
  {
    id: 'netReceive',
    width: '92px',
    numeric: true,
    standard: true,
    compare: measured(['netReceive']),
    render: live('netReceive', 'bits'),
  },
  {
    id: 'netTransmit',
    width: '92px',
    numeric: true,
    standard: true,
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
    render: ({ domain }, { yes }) => (domain.autostart ? yes : ''),
  },
  {
    id: 'title',
    width: 'minmax(110px, 1.4fr)',
    standard: false,
    compare: byText(({ domain }) => domain.definition?.title ?? ''),
    render: ({ domain }) => domain.definition?.title ?? '',
  },
];

export const standardColumns: readonly string[] = columns.filter(({ standard }) => standard).map(({ id }) => id);

export const rowOf = (domain: Domain, host: Host | undefined): TableRow => ({ key: domainKey(domain), domain, host });
