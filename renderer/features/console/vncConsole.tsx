import type { Credentials } from '@novnc/novnc';
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, type Domain } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { useSettings } from '../../store/settings.ts';
import { CredentialsForm } from './credentialsForm.tsx';
import { leaveFullScreen } from './fullScreen.ts';
import { LinkOverlay } from './linkOverlay.tsx';
import { ReleaseChord } from './releaseChord.ts';
import { hasConnection, useLink } from './useLink.ts';
import { VncConnection } from './vncConnection.ts';
import { VncTools } from './vncTools.tsx';
import styles from './console.module.css';

interface VncConsoleProps {
  readonly domain: Domain;
  /** Index of the `<graphics>` element. */
  readonly index: number;
  readonly onStart: () => void;
  /** Stands before the tools: the choice of console. */
  readonly chooser: ReactNode;
}

/** The screen of a VM, with its keyboard and mouse. */
export function VncConsole({ domain, index, onStart, chooser }: VncConsoleProps): ReactElement {
  const { t } = useTranslation();
  const { host, uuid, name } = domain;
  const { scale, releaseChord } = useSettings().console;
  const [link, dispatch] = useLink(isActive(domain.state));
  const [clipping, setClipping] = useState(false);
  const view = useRef<HTMLDivElement>(null);
  const screen = useRef<HTMLDivElement>(null);
  const lastPicture = useRef<HTMLCanvasElement>(null);
  const connection = useRef<VncConnection>(null);
  const credentials = useRef<Credentials>(undefined);
  const currentScale = useRef(scale);

  const session = hasConnection(link) ? link.session : undefined;
  useEffect(() => {
    if (session === undefined || screen.current === null || lastPicture.current === null) return;
    const made = new VncConnection({
      open: api.consoles.vnc,
      ref: { host, uuid },
      index,
      screen: screen.current,
      lastPicture: lastPicture.current,
      credentials: credentials.current,
      scale: currentScale.current,
      onEvent: dispatch,
      onClipping: setClipping,
    });
    connection.current = made;
    return () => {
      connection.current = null;
      made.close();
    };
  }, [session, host, uuid, index, dispatch]);

  useEffect(() => {
    currentScale.current = scale;
    connection.current?.setScale(scale);
  }, [scale]);

  useEffect(() => {
    if (link.kind !== 'open') return;
    const canvas = screen.current?.querySelector('canvas');
    canvas?.setAttribute('role', 'application');
    canvas?.setAttribute('aria-label', t('console.screenOf', { name, chord: releaseChord }));
    canvas?.setAttribute('tabindex', '0');
  }, [link.kind, name, releaseChord, t]);
  useEffect(() => {
    // Whoever opens a console wants to type into it; whoever is asked for a password is in its field already.
    if (link.kind === 'open') connection.current?.focus();
  }, [link.kind]);

  const tools = useRef<HTMLDivElement>(null);
  useKeyboardOfGuest(view, releaseChord, () => {
    connection.current?.blur();
    // In full screen the tools are not to be seen.
    void leaveFullScreen();
    tools.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
  });

  const submitCredentials = (given: Credentials): void => {
    credentials.current = given;
    connection.current?.sendCredentials(given);
    dispatch({ kind: 'credentials' });
  };
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
      <section ref={view} className={styles.view} aria-label={t('console.screen', { name })}>
        <canvas ref={lastPicture} className={styles.lastPicture} data-shown={link.kind !== 'open'} aria-hidden />
        <div ref={screen} className={styles.screen} data-open={link.kind === 'open'} />
        <LinkOverlay
          link={link}
          name={name}
          dispatch={dispatch}
          onStart={onStart}
          credentials={
            (link.kind === 'asking' || link.kind === 'refused') && (
              <CredentialsForm
                name={name}
                types={link.types}
                {...(link.kind === 'refused' ? { reason: link.reason } : {})}
                onSubmit={submitCredentials}
              />
            )
          }
        />
      </section>
    </div>
  );
}

/** While the picture has the focus every key is the guest's; the window sees only the chord that takes it back. */
function useKeyboardOfGuest(
  view: { readonly current: HTMLElement | null },
  releaseChord: string,
  onRelease: () => void,
): void {
  const release = useRef(onRelease);
  useEffect(() => {
    release.current = onRelease;
  });
  useEffect(() => {
    const element = view.current;
    if (element === null) return;
    const chord = new ReleaseChord(releaseChord);
    const isGuests = (event: Event): boolean => event.target instanceof HTMLCanvasElement;
    const keydown = (event: KeyboardEvent): void => {
      if (isGuests(event)) chord.keydown(event.key);
    };
    const keyup = (event: KeyboardEvent): void => {
      if (isGuests(event) && chord.keyup(event.key)) release.current();
    };
    const keepFromWindow = (event: KeyboardEvent): void => {
      if (isGuests(event)) event.stopPropagation();
    };
    const reset = (): void => chord.reset();
    element.addEventListener('keydown', keydown, true);
    element.addEventListener('keyup', keyup, true);
    element.addEventListener('keydown', keepFromWindow);
    element.addEventListener('focusout', reset);
    return () => {
      element.removeEventListener('keydown', keydown, true);
      element.removeEventListener('keyup', keyup, true);
      element.removeEventListener('keydown', keepFromWindow);
      element.removeEventListener('focusout', reset);
    };
  }, [view, releaseChord]);
}
