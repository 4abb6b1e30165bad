/** The line at the bottom: which hosts are there, how far away, what runs. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../shared/model/settings.ts';
import { api } from '../backend.ts';
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
      {away.length > 0 && (
        <span className={styles.warning}>
          {t('status.away', { names: away.map(({ config }) => config.name).join(', ') })}
        </span>
      )}
      <span className={styles.right}>
        <button type="button" onClick={onTasks}>
          {t('status.tasks', { count: running })}
        </button>
        <button
          type="button"
          aria-label={`${languageNames[now]}. ${t('status.language', { language: languageNames[next] })}`}
          onClick={() => void api.app.updateSettings({ language: next })}
        >
          {languageNames[now]}
        </button>
      </span>
    </footer>
  );
}

const roundTrip = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`);
