import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../shared/model/host.ts';
import { CopyText } from '../copyText.tsx';
import { HostState } from '../statusIcon.tsx';
import styles from './way.module.css';

export function StateText({ status }: Pick<Host, 'status'>): ReactElement {
  return (
    <span className={styles.state} data-kind={status.kind}>
      <HostState status={status} />
    </span>
  );
}

/** How it is reached, and how far it is. */
export function Way({ host: { status, config, readOnly } }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {status.kind === 'connected' && (
        <span className={styles.quiet} title={t('host.roundTrip')}>
          {t('host.milliseconds', { ms: rttText(status.rttMs) })}
        </span>
      )}
      {readOnly && <span className={styles.quiet}>{t('host.readOnly')}</span>}
      <span className={styles.uri}>
        <span>{config.uri}</span>
        <CopyText text={config.uri} label={t('host.copyUri')} />
      </span>
    </>
  );
}

/** Tenths below ten, so that a local socket is not 0. */
const rttText = (ms: number): string => (ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0));
