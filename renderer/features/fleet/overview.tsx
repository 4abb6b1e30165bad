/** Is it fine here? What needs attention, and how each host does. */
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../shared/model/host.ts';
import { hostHref } from '../../../shared/model/route.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { HostIcon } from '../../nouns/statusIcon.tsx';
import { Sparkline, StatText } from '../../nouns/stats.tsx';
import type { Attention } from './attention.ts';
import { useAttentionWords } from './attentionWords.ts';
import page from '../../components/page.module.css';
import styles from './fleet.module.css';
import { Summary, useAttention } from './summary.tsx';

/** Lines of what needs attention; a fleet with more has one cause for many. */
const LISTED = 40;

export function Overview({ hosts }: { readonly hosts: readonly Host[] }): ReactElement {
  const { t } = useTranslation();
  const attention = useAttention();
  return (
    <>
      <Summary />
      <div className={styles.overview}>
        <section aria-labelledby="attention-heading">
          <h2 id="attention-heading">{t('fleet.attention')}</h2>
          {attention.length === 0 ? (
            <p className={styles.fine}>
              <CircleCheck size={16} aria-hidden /> {t('fleet.fine')}
            </p>
          ) : (
            <ul className={styles.list}>
              {attention.slice(0, LISTED).map((item, index) => (
                <AttentionRow key={index} item={item} />
              ))}
            </ul>
          )}
        </section>
        <section aria-labelledby="hosts-heading">
          <h2 id="hosts-heading">{t('fleet.hosts')}</h2>
          <ul className={styles.list}>
            {hosts.map((host) => (
              <HostRow key={host.id} host={host} />
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}

function AttentionRow({ item }: { readonly item: Attention }): ReactElement {
  const { name, href, words, host } = useAttentionWords()(item);
  const passes = item.kind === 'hostAway' || item.kind === 'domainStuck';
  const Icon = passes ? TriangleAlert : CircleX;
  return (
    <li className={styles.item} data-level={passes ? 'warning' : 'error'}>
      <Icon size={15} aria-hidden />
      {href === undefined ? <span>{name}</span> : <a href={href}>{name}</a>}
      <span>{words}</span>
      {host !== undefined && <span className={page.quiet}>{host}</span>}
    </li>
  );
}

function HostRow({ host }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  const live = host.status.kind === 'connected';
  return (
    <li className={styles.item}>
      <HostIcon status={host.status} named />
      <a href={hostHref(host.id)} className={styles.hostName}>
        {host.config.name}
      </a>
      <span className={page.quiet}>{t(`host.state.${host.status.kind}`)}</span>
      {live && (
        <span className={styles.cpu}>
          <span className={page.quiet}>{t('fleet.cpu')}</span>
          <Sparkline host={host.id} column="cpu" label={host.config.name} />
          <StatText host={host.id} column="cpu" format={(value) => formatValue('share', value)} />
        </span>
      )}
      {live && (
        <span className={styles.memory}>
          <span className={page.quiet}>{t('fleet.memory')}</span>{' '}
          <StatText host={host.id} column="memory" format={(value) => formatValue('memory', value)} />
          {host.facts && <span className={page.quiet}> / {formatValue('memory', host.facts.memoryKiB)}</span>}
        </span>
      )}
    </li>
  );
}
