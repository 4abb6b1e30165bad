/** At the end of a host's row: how busy it is and how many VMs it has, or since when it is away. */
import { useEffect, useRef, type ReactElement } from 'react';
import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../shared/model/host.ts';
import { api } from '../../backend.ts';
import { showFailure } from '../../nouns/runVerb.ts';
import { useSecondsUntil } from '../../nouns/useSecondsUntil.ts';
import { latest, onTick } from '../../store/stats.ts';
import styles from './tree.module.css';

export function HostNote({ host, count }: { readonly host: Host; readonly count: number }): ReactElement {
  switch (host.status.kind) {
    case 'connected':
      return (
        <>
          <CpuBar host={host.id} />
          <span className={styles.count}>{count}</span>
        </>
      );
    case 'connecting':
      return <Connecting step={host.status.step} />;
    case 'reconnecting':
      return (
        <>
          <Reconnecting host={host} at={host.status.nextAttemptAt} />
          <Reconnect host={host} />
        </>
      );
    case 'failed':
    case 'disconnected':
      return (
        <>
          <LastSeen host={host} />
          <Reconnect host={host} />
        </>
      );
  }
}

/** For the mouse; for the keyboard it is F5 and the menu. */
function Reconnect({ host }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  const label = t('tree.reconnect', { name: host.config.name });
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.reconnect}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation(); // not also to its page
        api.host.connect({ host: host.id }).catch(showFailure);
      }}
    >
      <RotateCw size={12} aria-hidden />
    </button>
  );
}

function Connecting({ step }: { readonly step: Parameters<typeof stepKey>[0] }): ReactElement {
  const { t } = useTranslation();
  return <span className={styles.note}>{t(stepKey(step))}</span>;
}
const stepKey = (step: Extract<Host['status'], { kind: 'connecting' }>['step']) => `host.connectStep.${step}` as const;

function Reconnecting({ host, at }: { readonly host: Host; readonly at: number }): ReactElement {
  const { t } = useTranslation();
  const seconds = useSecondsUntil(at);
  return (
    <span className={styles.note} title={lastSeenText(host)}>
      {seconds > 0 ? t('tree.retryIn', { seconds }) : t('tree.retrying')}
    </span>
  );
}

function LastSeen({ host }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={styles.note}>
      {host.lastSeen === undefined ? t('tree.neverSeen') : t('tree.lastSeen', { time: lastSeenText(host) })}
    </span>
  );
}

/** The time of today, else the day. */
function lastSeenText({ lastSeen }: Host): string {
  if (lastSeen === undefined) return '';
  const date = new Date(lastSeen);
  const today = date.toDateString() === new Date().toDateString();
  return today
    ? date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString(undefined, { month: 'short', day: 'numeric' });
}

/** Beyond this share of its CPUs a host is marked. */
const HIGH = 0.85;

/** Painted on ticks, past React. */
function CpuBar({ host }: { readonly host: string }): ReactElement {
  const { t } = useTranslation();
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const paint = (): void => {
      const share = latest({ of: 'host', host, columns: ['cpu'] });
      const element = bar.current;
      if (!element) return;
      element.style.width = `${Number.isNaN(share) ? 0 : Math.round(share * 100)}%`;
      element.style.background = share > HIGH ? 'var(--warn)' : 'var(--accent)';
    };
    paint();
    return onTick((ticked) => ticked === host && paint());
  }, [host]);
  return (
    <span className={styles.bar} title={t('tree.hostCpu')}>
      <i ref={bar} />
    </span>
  );
}
