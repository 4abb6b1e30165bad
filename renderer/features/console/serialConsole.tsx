import { Menu } from '@mantine/core';
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, type Domain } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { useSettings } from '../../store/settings.ts';
import { LinkOverlay } from './linkOverlay.tsx';
import { ReleaseChord } from './releaseChord.ts';
import { SerialConnection } from './serialConnection.ts';
import type { SerialTerminal } from './serialTerminal.ts';
import { SerialTools } from './serialTools.tsx';
import { hasConnection, useLink } from './useLink.ts';
import styles from './console.module.css';

interface SerialConsoleProps {
  readonly domain: Domain;
  readonly alias: string;
  readonly onStart: () => void;
  readonly chooser: ReactNode;
}

const fontSizes = { least: 9, usual: 13, most: 28 } as const;

/** A serial or console device of a VM, as a terminal. What was read stays when the line is lost. */
export function SerialConsole({ domain, alias, onStart, chooser }: SerialConsoleProps): ReactElement {
  const { t } = useTranslation();
  const { host, uuid, name } = domain;
  const { releaseChord } = useSettings().console;
  const [link, dispatch] = useLink(isActive(domain.state));
  const [fontSize, setFontSize] = useState<number>(fontSizes.usual);
  const [searching, setSearching] = useState(false);
  const parent = useRef<HTMLDivElement>(null);
  const tools = useRef<HTMLDivElement>(null);
  const connection = useRef<SerialConnection>(null);
  const label = t('console.serialOf', { name, alias, chord: releaseChord });

  const leave = (): void => tools.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
  const terminal = useTerminal({
    parent,
    label,
    fontSize,
    releaseChord,
    onInput: (bytes) => connection.current?.send(bytes),
    onLeave: leave,
    onFind: () => setSearching(true),
  });

  const session = hasConnection(link) ? link.session : undefined;
  const force = link.kind === 'opening' && link.force;
  const forced = useRef(force);
  forced.current = force;
  useEffect(() => {
    if (session === undefined || terminal === undefined) return;
    const made = new SerialConnection({
      open: api.consoles.serial,
      ref: { host, uuid },
      alias,
      force: forced.current,
      write: (bytes) => terminal.write(bytes),
      onEvent: dispatch,
    });
    connection.current = made;
    return () => {
      connection.current = null;
      made.close();
    };
  }, [session, terminal, host, uuid, alias, dispatch]);
  useEffect(() => {
    if (link.kind === 'open') terminal?.focus();
  }, [link.kind, terminal]);

  const changeFontSize = (by: number): void =>
    setFontSize((size) => Math.min(fontSizes.most, Math.max(fontSizes.least, size + by)));
  return (
    <div className={styles.console}>
      <SerialTools
        ref={tools}
        chooser={chooser}
        terminal={terminal}
        searching={searching}
        onSearching={setSearching}
        onFontSize={changeFontSize}
        view={parent}
      />
      <section className={styles.view} aria-label={t('console.serial', { name, alias })}>
        <Menu shadow="md">
          <Menu.ContextMenu>
            <div ref={parent} className={styles.terminal} data-open={link.kind === 'open'} />
          </Menu.ContextMenu>
          <Menu.Dropdown aria-label={t('console.terminalMenu')}>
            <Menu.Item rightSection="Ctrl+Shift+C" onClick={() => void copySelection(terminal)}>
              {t('console.copy')}
            </Menu.Item>
            <Menu.Item rightSection="Ctrl+Shift+V" onClick={() => void pasteClipboard(terminal)}>
              {t('console.paste')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={() => terminal?.selectAll()}>{t('console.selectAll')}</Menu.Item>
            <Menu.Item onClick={() => terminal?.clear()}>{t('console.clear')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <LinkOverlay link={link} name={name} dispatch={dispatch} onStart={onStart} />
      </section>
    </div>
  );
}

async function copySelection(terminal: SerialTerminal | undefined): Promise<void> {
  if (terminal !== undefined && terminal.selection !== '') await navigator.clipboard.writeText(terminal.selection);
  terminal?.focus();
}

async function pasteClipboard(terminal: SerialTerminal | undefined): Promise<void> {
  try {
    terminal?.paste(await navigator.clipboard.readText());
  } catch {
    // Reading the clipboard is denied in some browsers; Ctrl+V of the browser still pastes.
  }
  terminal?.focus();
}

interface TerminalUse {
  readonly parent: { readonly current: HTMLDivElement | null };
  readonly label: string;
  readonly fontSize: number;
  readonly releaseChord: string;
  readonly onInput: (bytes: Uint8Array) => void;
  readonly onLeave: () => void;
  readonly onFind: () => void;
}

/** One terminal for as long as the console is shown, whatever becomes of its line. */
function useTerminal(use: TerminalUse): SerialTerminal | undefined {
  const { parent, label, fontSize, releaseChord } = use;
  const [terminal, setTerminal] = useState<SerialTerminal>();
  const current = useRef(use);
  useEffect(() => {
    current.current = use;
  });
  useEffect(() => {
    let gone = false;
    let made: SerialTerminal | undefined;
    void import('./serialTerminal.ts').then(({ SerialTerminal: Terminal }) => {
      const element = parent.current;
      if (gone || element === null) return;
      const chord = new ReleaseChord(releaseChord);
      made = new Terminal({
        parent: element,
        label,
        fontSize: current.current.fontSize,
        onInput: (bytes) => current.current.onInput(bytes),
        onKey: (event) => keyOf(event, chord, made, current.current),
      });
      setTerminal(made);
    });
    return () => {
      gone = true;
      setTerminal(undefined);
      made?.dispose();
    };
  }, [parent, label, releaseChord]);
  useEffect(() => {
    if (terminal !== undefined) terminal.fontSize = fontSize;
  }, [terminal, fontSize]);
  return terminal;
}

/** Everything goes to the guest but the release chord and three combinations that no terminal sends. @returns false: kept */
function keyOf(event: KeyboardEvent, chord: ReleaseChord, terminal: SerialTerminal | undefined, use: TerminalUse): boolean {
  if (event.type === 'keyup') {
    if (chord.keyup(event.key)) {
      terminal?.blur();
      use.onLeave();
    }
    return true;
  }
  if (event.type !== 'keydown') return true;
  chord.keydown(event.key);
  // Nothing that is typed here is a shortcut of the window.
  event.stopPropagation();
  if (!event.ctrlKey || !event.shiftKey) return true;
  const actions: Readonly<Record<string, () => void>> = {
    c: () => void copySelection(terminal),
    v: () => void pasteClipboard(terminal),
    f: use.onFind,
  };
  const action = actions[event.key.toLowerCase()];
  if (action === undefined) return true;
  event.preventDefault();
  action();
  return false;
}
