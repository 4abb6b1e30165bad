import { Button, Loader } from '@mantine/core';
import { CircleX, Play, PowerOff, RotateCw, UserRound } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '../../../shared/errors.ts';
import type { LinkEvent, LinkState } from './link.ts';
import styles from './console.module.css';

interface LinkOverlayProps {
  readonly link: LinkState;
  readonly name: string;
  readonly dispatch: (event: LinkEvent) => void;
  readonly onStart: () => void;
  /** Where credentials are asked. */
  readonly credentials?: ReactNode;
}

/** What stands over a console that is not open: what is the matter, and what can be done. */
export function LinkOverlay(props: LinkOverlayProps): ReactElement | null {
  const { t } = useTranslation();
  const { link, name, dispatch, onStart } = props;
  const retry = (
    <Button size="compact-sm" leftSection={<RotateCw size={14} />} onClick={() => dispatch({ kind: 'retry' })}>
      {t('console.retry')}
    </Button>
  );
  switch (link.kind) {
    case 'open':
      return null;
    case 'off':
      return (
        <Card icon={<PowerOff size={22} />} title={t('console.off', { name })}>
          <Button size="compact-md" leftSection={<Play size={14} />} onClick={onStart}>
            {t('console.start')}
          </Button>
        </Card>
      );
    case 'opening':
      return (
        <Card
          icon={<Loader size="sm" aria-hidden />}
          title={t(link.again ? 'console.reconnecting' : 'console.connecting')}
        />
      );
    case 'waiting':
      return (
        <Card
          icon={<Loader size="sm" aria-hidden />}
          title={t(link.again ? 'console.reconnecting' : 'console.connecting')}
        >
          {link.error !== undefined && <ErrorWords error={link.error} />}
          {retry}
        </Card>
      );
    case 'asking':
    case 'refused':
      return <>{props.credentials}</>;
    case 'busy':
      return (
        <Card icon={<UserRound size={22} />} title={t('console.busy', { name })} role="alertdialog">
          <p className={styles.words}>{t('console.busyConsequence')}</p>
          <div className={styles.buttons}>
            <Button size="compact-sm" color="orange" onClick={() => dispatch({ kind: 'takeOver' })}>
              {t('console.takeOver')}
            </Button>
            {retry}
          </div>
        </Card>
      );
    case 'failed':
      return (
        <Card
          icon={<CircleX size={22} className={styles.bad} />}
          title={t(`error.${link.error.code}.title`, { ...link.error.params })}
          role="alert"
        >
          <ErrorWords error={link.error} />
          {retry}
        </Card>
      );
    default:
      return link satisfies never;
  }
}

interface CardProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly role?: 'status' | 'alert' | 'alertdialog';
  readonly children?: ReactNode;
}

/** A message in the middle of the console. */
export function Card({ icon, title, role = 'status', children }: CardProps): ReactElement {
  return (
    <div className={styles.overlay}>
      <div className={styles.card} role={role} aria-label={title}>
        <span aria-hidden>{icon}</span>
        <div className={styles.cardTitle}>{title}</div>
        {children}
      </div>
    </div>
  );
}

function ErrorWords({ error }: { readonly error: ErrorData }): ReactElement {
  return <p className={styles.words}>{error.raw ?? error.libvirt?.message ?? error.message}</p>;
}
