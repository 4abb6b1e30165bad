/** The columns of tables of VMs, one entry each. */
import { domainKey, isActive } from '../../../shared/model/domain.ts';
import { formatValue, type Unit } from '../../components/chartUnits.ts';
import type { ColumnId } from '../../words/keys.ts';
import { byNumber, byText, dash, hostColumn, Quiet, Yes } from '../cells.tsx';
import type { ColumnEntry, NounColumn, Target } from '../noun.ts';
import { DomainState } from '../statusIcon.tsx';
import { Sparkline, StatText } from '../stats.tsx';
import { latest } from '../../store/stats.ts';
import type { DomainColumn } from '../../../shared/model/stats.ts';
import styles from '../cells.module.css';

type Row = Target<'domain'>;

/** The latest value; what isn't known sorts last. */
const measured = (columns: readonly DomainColumn[]) =>
  byNumber(({ record: domain }: Row) => {
    const value = latest({ of: 'domain', ref: domain, columns });
    return Number.isNaN(value) ? -1 : value;
  });

const formatted = (unit: Unit) => (value: number) => formatValue(unit, value);
const isLive = ({ record, host }: Row): boolean => isActive(record) && host?.stale === false;

const live = (column: DomainColumn, unit: Unit) => (row: Row) =>
  isLive(row) ? <StatText domainKey={domainKey(row.record)} column={column} format={formatted(unit)} /> : dash;

const entries: readonly ColumnEntry<'domain', ColumnId<'domain'>>[] = [
  {
    id: 'name',
    width: 'minmax(180px, 2.2fr)',
    standard: true,
    compare: byText(({ record: domain }) => domain.name),
    render: ({ record: domain }) => domain.name,
  },
  {
    id: 'state',
    width: 'minmax(86px, 0.8fr)',
    standard: true,
    compare: byText(({ record: domain }) => domain.state),
    render: ({ record: domain }) => (
      <Quiet>
        <DomainState domain={domain} />
      </Quiet>
    ),
  },
  hostColumn,
  {
    id: 'vcpus',
    width: '52px',
    numeric: true,
    standard: true,
    compare: byNumber(({ record: domain }) => domain.vcpus?.current ?? 0),
    render: ({ record: domain }) => domain.vcpus?.current ?? dash,
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
          <Sparkline domainKey={domainKey(row.record)} column="guestCpu" label={row.record.name} />
          <StatText domainKey={domainKey(row.record)} column="guestCpu" format={formatted('share')} />
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
    compare: byNumber(({ record: domain }) => domain.memoryKiB?.current ?? 0),
    render: ({ record: domain }) => (domain.memoryKiB ? formatValue('memory', domain.memoryKiB.current) : dash),
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
    compare: byText(({ record: domain }) => domain.definition?.osId ?? ''),
    render: ({ record: domain }) => domain.definition?.osId?.replace(/^https?:\/\//, '') ?? '',
  },
  {
    id: 'machine',
    width: 'minmax(90px, 1fr)',
    standard: false,
    compare: byText(({ record: domain }) => domain.definition?.machine ?? ''),
    render: ({ record: domain }) => domain.definition?.machine ?? '',
  },
  {
    id: 'autostart',
    width: '74px',
    standard: false,
    compare: byNumber(({ record: domain }) => Number(domain.autostart)),
    render: ({ record: domain }) => domain.autostart && <Yes />,
  },
  {
    id: 'title',
    width: 'minmax(110px, 1.4fr)',
    standard: false,
    compare: byText(({ record: domain }) => domain.definition?.title ?? ''),
    render: ({ record: domain }) => domain.definition?.title ?? '',
  },
];

export const domainColumns = entries.map((column): NounColumn<'domain'> => ({
  ...column,
  label: `domain.columns.${column.id}`,
}));
