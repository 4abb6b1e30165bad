import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Domain } from '../../../shared/model/domain.ts';
import { useSettings } from '../../store/settings.ts';
import { CredentialsForm } from './credentialsForm.tsx';
import { leaveFullScreen } from './fullScreen.ts';
import { LinkOverlay } from './linkOverlay.tsx';
import { useGuestKeyboard } from './useGuestKeyboard.ts';
import { useVnc } from './useVnc.ts';
import { VncTools } from './vncTools.tsx';
import { focusIsFree } from './focusIsFree.ts';
import styles from './console.module.css';

interface VncConsoleProps {
  readonly domain: Domain;
  /** Index of the `<graphics>` element. */
  readonly index: number;
  readonly onStart: () => void;
  /** Stands before the tools: the choice of console. */
  readonly chooser: ReactNode;
  /** What to know of this screen, while it is shown. */
  readonly hint?: ReactNode;
}

/** The screen of a VM, with its keyboard and mouse. */
export function VncConsole({ domain, index, onStart, chooser, hint }: VncConsoleProps): ReactElement {
  const { t } = useTranslation();
  const { name } = domain;
  const { scale, releaseChord } = useSettings().console;
  const view = useRef<HTMLElement>(null);
  const screen = useRef<HTMLDivElement>(null);
  const lastPicture = useRef<HTMLCanvasElement>(null);
  const tools = useRef<HTMLDivElement>(null);
  const { link, dispatch, connection, clipping, submitCredentials } = useVnc(domain, index, scale, screen, lastPicture);

  useEffect(() => {
    if (link.kind !== 'open') return;
    const canvas = screen.current?.querySelector('canvas');
    canvas?.setAttribute('role', 'application');
    canvas?.setAttribute('aria-label', t('console.screenOf', { name, chord: releaseChord }));
    canvas?.setAttribute('tabindex', '0');
  }, [link.kind, name, releaseChord, t]);
  useEffect(() => {
    // Whoever opens a console wants to type into it; whoever is asked for a password is in its field already.
    if (link.kind === 'open' && focusIsFree()) connection.current?.focus();
  }, [link.kind, connection]);
  useGuestKeyboard(view, releaseChord, () => {
    connection.current?.blur();
    // In full screen the tools are not to be seen.
    void leaveFullScreen();
    tools.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
  });

  const credentials = (link.kind === 'asking' || link.kind === 'refused') && (
    <CredentialsForm
      name={name}
      types={link.types}
      {...(link.kind === 'refused' ? { reason: link.reason } : {})}
      onSubmit={submitCredentials}
    />
  );
  return (
    <div className={styles.console}>
      <VncTools
        ref={tools}
        chooser={chooser}
        connection={connection}
        open={link.kind === 'open'}
        clipping={clipping}
        name={name}
        view={view}
      />
      {link.kind === 'open' && hint}
      <section ref={view} className={styles.view} aria-label={t('console.screen', { name })}>
        <canvas ref={lastPicture} className={styles.lastPicture} data-shown={link.kind !== 'open'} aria-hidden />
        <div ref={screen} className={styles.screen} data-open={link.kind === 'open'} />
        <LinkOverlay link={link} name={name} dispatch={dispatch} onStart={onStart} credentials={credentials} />
      </section>
    </div>
  );
}
