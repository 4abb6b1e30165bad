import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { AArrowDown, AArrowUp, ChevronDown, ChevronUp, Eraser, Maximize, Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement, type ReactNode, type Ref, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../store/settings.ts';
import { toggleFullScreen } from './fullScreen.ts';
import type { SerialTerminal } from './serialTerminal.ts';
import { chordText } from './releaseChord.ts';
import styles from './console.module.css';

interface SerialToolsProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly chooser: ReactNode;
  readonly terminal: SerialTerminal | undefined;
  readonly searching: boolean;
  readonly onSearching: (searching: boolean) => void;
  readonly onFontSize: (by: number) => void;
  readonly view: RefObject<HTMLElement | null>;
}

/** The row above the terminal. */
export function SerialTools(props: SerialToolsProps): ReactElement {
  const { t } = useTranslation();
  const { ref, chooser, terminal, searching, onSearching, onFontSize, view } = props;
  const { releaseChord } = useSettings().console;
  const tools = [
    { key: 'search', label: `${t('console.search')} (Ctrl+Shift+F)`, icon: Search, run: () => onSearching(!searching) },
    { key: 'smaller', label: t('console.smallerText'), icon: AArrowDown, run: () => onFontSize(-1) },
    { key: 'larger', label: t('console.largerText'), icon: AArrowUp, run: () => onFontSize(1) },
    { key: 'clear', label: t('console.clear'), icon: Eraser, run: () => terminal?.clear() },
    { key: 'full', label: t('console.fullScreen'), icon: Maximize, run: () => void toggleFullScreen(view.current) },
  ];
  return (
    <div ref={ref} className={styles.tools} role="toolbar" aria-label={t('console.tools')}>
      {chooser}
      {tools.map(({ key, label, icon: Icon, run }) => (
        <Tooltip key={key} label={label}>
          <ActionIcon variant="default" aria-label={label} onClick={run}>
            <Icon size={15} />
          </ActionIcon>
        </Tooltip>
      ))}
      {searching && <SearchField terminal={terminal} onClose={() => onSearching(false)} />}
      <span className={styles.chord}>{t('console.releaseHint', { chord: chordText(releaseChord) })}</span>
    </div>
  );
}

interface SearchFieldProps {
  readonly terminal: SerialTerminal | undefined;
  readonly onClose: () => void;
}

function SearchField({ terminal, onClose }: SearchFieldProps): ReactElement {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [found, setFound] = useState(true);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const find = (direction: 'next' | 'previous'): void =>
    setFound(text === '' || (terminal?.find(text, direction) ?? false));
  const close = (): void => {
    onClose();
    terminal?.focus();
  };
  return (
    <search className={styles.search}>
      <TextInput
        size="xs"
        aria-label={t('console.search')}
        ref={field}
        value={text}
        error={!found}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') find(event.shiftKey ? 'previous' : 'next');
          if (event.key === 'Escape') close();
        }}
      />
      <Button.Group>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('console.previousMatch')}
          onClick={() => find('previous')}
        >
          <ChevronUp size={14} />
        </Button>
        <Button size="compact-sm" variant="default" aria-label={t('console.nextMatch')} onClick={() => find('next')}>
          <ChevronDown size={14} />
        </Button>
        <Button size="compact-sm" variant="default" aria-label={t('console.closeSearch')} onClick={close}>
          <X size={14} />
        </Button>
      </Button.Group>
    </search>
  );
}
