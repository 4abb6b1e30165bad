import { Menu } from '@mantine/core';
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Domain } from '../../../shared/model/domain.ts';
import { useSettings } from '../../store/settings.ts';
import { LinkOverlay } from './linkOverlay.tsx';
import type { SerialTerminal } from './serialTerminal.ts';
import { SerialTools } from './serialTools.tsx';
import { useSerial } from './useSerial.ts';
import { copySelection, pasteClipboard } from './useTerminal.ts';
import { focusIsFree } from './focusIsFree.ts';
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
  const { name } = domain;
  const { releaseChord } = useSettings().console;
  const [fontSize, setFontSize] = useState<number>(fontSizes.usual);
  const [searching, setSearching] = useState(false);
  const parent = useRef<HTMLDivElement>(null);
  const tools = useRef<HTMLDivElement>(null);
  const { link, dispatch, terminal } = useSerial(domain, alias, {
    parent,
    label: t('console.serialOf', { name, alias, chord: releaseChord }),
    fontSize,
    releaseChord,
    onLeave: () => tools.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus(),
    onFind: () => setSearching(true),
  });
  useEffect(() => {
    if (link.kind === 'open' && focusIsFree()) terminal?.focus();
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
        <TerminalMenu terminal={terminal}>
          <div ref={parent} className={styles.terminal} data-open={link.kind === 'open'} />
        </TerminalMenu>
        <LinkOverlay link={link} name={name} dispatch={dispatch} onStart={onStart} />
      </section>
    </div>
  );
}

interface TerminalMenuProps {
  readonly terminal: SerialTerminal | undefined;
  /** What it opens on. */
  readonly children: ReactElement;
}

function TerminalMenu({ terminal, children }: TerminalMenuProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Menu shadow="md">
      <Menu.ContextMenu>{children}</Menu.ContextMenu>
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
  );
}
