/** The line at the bottom: which hosts are there, how far away, what runs. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../shared/model/host.ts';
import { languages } from '../../shared/model/settings.ts';
import { hostHref } from '../../shared/model/route.ts';
import { api } from '../backend.ts';
import { UploadStrip } from '../features/task/index.tsx';
import { showFailure } from '../nouns/runVerb.ts';
import { useSecondsUntil } from '../nouns/useSecondsUntil.ts';
import { useHosts } from '../store/inventory.ts';
import { useRunningTasks } from '../store/tasks.ts';
import styles from './main.module.css';

const languageNames: Readonly<Record<(typeof languages)[number], string>> = { en: 'English', 'zh-CN': '简体中文' };

export function StatusBar({ onTasks }: { readonly onTasks: () => void }): ReactElement {
  const { t, i18n } = useTranslation();
  const hosts = useHosts();
  const running = useRunningTasks();
  const connected = hosts.filter(({ status }) => status.kind === 'connected');
  const away = hosts.filter(({ status }) => status.kind === 'reconnecting' || status.kind === 'failed');
  const now = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
  const next = languages.find((one) => one !== now) ?? 'en';
  return (
    <footer className={styles.status}>
      <span>
        {connected.length > 0 && <span className={styles.dot} aria-hidden />}
        {t('status.connected', { count: connected.length })}
      </span>
      <span className={styles.rtts}>
        {connected
          .map(({ config, status }) => `${config.name} ${status.kind === 'connected' ? roundTrip(status.rttMs) : ''}`)
          .join(' · ')}
      </span>
      {away.slice(0, AWAY_SHOWN).map((host) => (
        <Away key={host.id} host={host} />
      ))}
      {away.length > AWAY_SHOWN && (
        <span className={styles.warning}>{t('status.moreAway', { count: away.length - AWAY_SHOWN })}</span>
      )}
      <span className={styles.right}>
        <UploadStrip />
        <button type="button" onClick={onTasks}>
          {t('status.tasks', { count: running })}
        </button>
        <button
          type="button"
          aria-label={`${languageNames[now]}. ${t('status.language', { language: languageNames[next] })}`}
          onClick={() => void api.app.updateSettings({ language: next }).catch(showFailure)}
        >
          {languageNames[now]}
        </button>
      </span>
    </footer>
  );
}

/** Hosts that are away and named; the tree has all. */
const AWAY_SHOWN = 3;

/** Counts down to the next attempt. */
function Away({ host: { id, config, status } }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  const { name } = config;
  const seconds = useSecondsUntil(status.kind === 'reconnecting' ? status.nextAttemptAt : 0);
  return (
    <a className={styles.warning} href={hostHref(id)}>
      {status.kind !== 'reconnecting'
        ? t('status.away', { name })
        : seconds > 0
          ? t('status.reconnectingIn', { name, seconds })
          : t('status.reconnecting', { name })}
    </a>
  );
}

const roundTrip = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`);
