/** The fleet in one line: what is there, what of it is given away, and what is not fine. */
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { hrefOf } from '../../../shared/model/route.ts';
import { memo, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatValue } from '../../components/chartUnits.ts';
import { useDomains, useHosts } from '../../store/inventory.ts';
import { useTasks } from '../../store/tasks.ts';
import { attentionOf, type Attention } from './attention.ts';
import { useAttentionWords } from './attentionWords.ts';
import { totalsOf } from './totals.ts';
import styles from './summary.module.css';

/** What needs attention, as of now; failed tasks count while they are fresh. */
export function useAttention(): readonly Attention[] {
  const [openedAt] = useState(Date.now);
  const hosts = useHosts();
  const domains = useDomains();
  const tasks = useTasks();
  return useMemo(() => attentionOf(hosts, domains, tasks, openedAt), [hosts, domains, tasks, openedAt]);
}

export const Summary = memo(function Summary(): ReactElement {
  const { t } = useTranslation();
  const hosts = useHosts();
  const domains = useDomains();
  const totals = useMemo(() => totalsOf(hosts, domains), [hosts, domains]);
  const memory = (kib: number): string => formatValue('memory', kib);
  return (
    <section className={styles.summary} aria-label={t('fleet.totals')}>
      <Tile label={t('fleet.hosts')} value={totals.connected} note={t('fleet.connectedOf', { count: totals.hosts })} />
      <Tile label={t('fleet.running')} value={totals.running} note={t('fleet.ofDomains', { count: totals.vms })} />
      <Tile
        label={t('fleet.vcpus')}
        value={totals.vcpus}
        note={t('fleet.ofThreads', { count: totals.threads })}
        share={totals.vcpus / totals.threads}
      />
      <Tile
        label={t('fleet.memoryGiven')}
        value={memory(totals.memoryKiB)}
        note={t('fleet.ofTotal', { total: memory(totals.hostMemoryKiB) })}
        share={totals.memoryKiB / totals.hostMemoryKiB}
      />
      <AttentionTile />
    </section>
  );
});

interface TileProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly note: string;
  /** Of what there is; may be more than 1, or NaN where nothing is. */
  readonly share?: number;
}

function Tile({ label, value, note, share }: TileProps): ReactElement {
  return (
    <div className={styles.tile}>
      <div className={styles.label}>{label}</div>
      <div className={styles.value}>
        {value} <small>{note}</small>
      </div>
      {share !== undefined && (
        // The words above say the same.
        <div className={styles.bar} data-over={share > 1 || undefined} aria-hidden>
          <i style={{ width: `${Math.min(100, Math.round((share || 0) * 100))}%` }} />
        </div>
      )}
    </div>
  );
}

/** Named in the tile; the others are a click away. */
const NAMED = 2;

function AttentionTile(): ReactElement {
  const { t } = useTranslation();
  const wordsOf = useAttentionWords();
  const attention = useAttention();
  const more = attention.length - NAMED;
  return (
    <div className={styles.tile} data-attention>
      <div className={styles.label}>{t('fleet.attention')}</div>
      {attention.length === 0 ? (
        <div className={styles.fine}>
          <CircleCheck size={14} aria-hidden /> {t('fleet.fineShort')}
        </div>
      ) : (
        <div className={styles.value}>
          <a
            className={styles.wrong}
            href={hrefOf({ page: 'fleet', tab: 'overview' })}
            aria-label={t('fleet.needAttention', { count: attention.length })}
          >
            <TriangleAlert size={14} aria-hidden /> {attention.length}
          </a>
          <span className={styles.named}>
            {attention.slice(0, NAMED).map((item) => {
              const { key, name, href, words } = wordsOf(item);
              return (
                <span key={key} title={`${name}: ${words}`}>
                  {href === undefined ? <b>{name}</b> : <a href={href}>{name}</a>} {words}
                </span>
              );
            })}
            {more > 0 && <a href={hrefOf({ page: 'fleet', tab: 'overview' })}>{t('fleet.more', { count: more })}</a>}
          </span>
        </div>
      )}
    </div>
  );
}
