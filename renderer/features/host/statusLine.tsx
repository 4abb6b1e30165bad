import { Button, Loader } from '@mantine/core';
import { CircleCheck, Clock, Pencil, Plug, RotateCw, TriangleAlert } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { Host } from '../../../shared/model/host.ts';
import { api } from '../../backend.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useSecondsUntil } from '../../nouns/useSecondsUntil.ts';
import { openDialog } from '../../store/dialogs.ts';
import styles from './hostOverview.module.css';

/** Is the host there? Since when, or why not, and what to do. */
export function StatusLine({ host }: { readonly host: Host }): ReactElement {
  const { t, i18n } = useTranslation();
  const { status } = host;
  switch (status.kind) {
    case 'connected': {
      const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
      return (
        <div className={styles.status}>
          <CircleCheck size={15} className={styles.good} aria-hidden />
          {t('host.connectedSince', { time: time.format(status.since), transport: t(`host.by.${status.transport}`) })}
          {host.facts?.capabilities?.hasKvm === false && (
            <span className={styles.warning}>
              <TriangleAlert size={14} aria-hidden /> {t('host.emulationOnlyHint')}
            </span>
          )}
        </div>
      );
    }
    case 'connecting':
      return (
        <div className={styles.status} role="status">
          <Loader size={14} aria-hidden /> {t('host.connecting', { step: t(`host.connectStep.${status.step}`) })}
          <Action host={host} kind="disconnect" />
        </div>
      );
    case 'reconnecting':
      return (
        <div className={styles.away}>
          <div className={styles.status} role="status">
            <Clock size={15} className={styles.waiting} aria-hidden />
            <Countdown at={status.nextAttemptAt} attempt={status.attempt} />
            <Action host={host} kind="connect" label="tryNow" />
            <EditButton host={host} />
          </div>
          <Problem error={status.error} />
        </div>
      );
    case 'failed':
      return (
        <div className={styles.away}>
          <Problem error={status.error} />
          <div className={styles.status}>
            <Action host={host} kind="connect" label="reconnect" />
            <EditButton host={host} />
          </div>
        </div>
      );
    case 'disconnected':
      return (
        <div className={styles.status}>
          {t(host.lastSeen === undefined ? 'host.neverConnected' : 'host.disconnected')}
          <Action host={host} kind="connect" />
        </div>
      );
  }
}

interface ActionProps {
  readonly host: Host;
  readonly kind: 'connect' | 'disconnect';
  readonly label?: 'tryNow' | 'reconnect';
}

/** One call that returns at once; the status line itself shows what came of it. A refusal is shown beside the button. */
function Action({ host, kind, label }: ActionProps): ReactElement {
  const { t } = useTranslation();
  const [error, setError] = useState<ErrorData>();
  const run = async (): Promise<void> => {
    setError(undefined);
    try {
      await api.host[kind]({ host: host.id });
    } catch (thrown) {
      setError(toErrorData(thrown));
    }
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant={kind === 'connect' ? 'filled' : 'default'}
        leftSection={kind === 'connect' ? label === undefined ? <Plug size={13} /> : <RotateCw size={13} /> : undefined}
        onClick={() => void run()}
      >
        {t(`host.actions.${label ?? kind}`)}
      </Button>
      {error !== undefined && <Problem error={error} />}
    </>
  );
}

function EditButton({ host }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Pencil size={13} />}
      onClick={() => openDialog({ kind: 'host', host: host.id })}
    >
      {t('host.actions.edit')}
    </Button>
  );
}

function Countdown({ at, attempt }: { readonly at: number; readonly attempt: number }): ReactElement {
  const { t } = useTranslation();
  const seconds = useSecondsUntil(at);
  return (
    // The countdown itself is not announced, second by second.
    <span aria-live="off">
      {seconds > 0 ? t('host.reconnectingIn', { seconds, attempt }) : t('host.reconnectingNow', { attempt })}
    </span>
  );
}
