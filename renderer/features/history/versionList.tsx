import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useRef, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { VersionRow, type VersionEntry } from './versionRow.tsx';
import styles from './history.module.css';

/** Pixels, before a row has been measured. */
const ROW_HEIGHT = 62;

interface VersionListProps {
  readonly entries: readonly VersionEntry[];
  readonly label: string;
  /** Of the VM. */
  readonly name: string;
  /** Id of the chosen version. */
  readonly chosen: number | undefined;
  /** Id of the version it is compared with, where that is one of the list. */
  readonly compared?: number | undefined;
  readonly onChoose: (id: number) => void;
  /** Shift+click. */
  readonly onCompare: (id: number) => void;
}

/** A list box, newest first, of which only what is seen is drawn: arrows, Home and End move the choice, and the details follow. */
export function VersionList({
  entries,
  label,
  name,
  chosen,
  compared,
  onChoose,
  onCompare,
}: VersionListProps): ReactElement {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => entries[index]?.version.id ?? index,
    overscan: 4,
  });
  const at = entries.findIndex(({ version }) => version.id === chosen);
  const move = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return; // the link of a task has its own keys
    const target = targetOf(event.key, at, entries.length);
    const id = target === undefined ? undefined : entries[target]?.version.id;
    if (target === undefined || id === undefined) return;
    onChoose(id);
    virtual.scrollToIndex(target, { align: 'auto' });
    event.preventDefault();
  };
  const press = (event: MouseEvent, id: number): void => {
    list.current?.focus({ preventScroll: true }); // rows come and go as one scrolls
    if (event.shiftKey && id !== chosen) onCompare(id);
    else onChoose(id);
  };
  return (
    <div
      ref={list}
      className={styles.list}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={at < 0 ? undefined : `${prefix}${chosen}`}
      onKeyDown={move}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const entry = entries[index];
          if (entry === undefined) return null;
          const { id, by } = entry.version;
          return (
            // The list box has the keyboard; a click only chooses.
            <div
              key={id}
              ref={virtual.measureElement}
              data-index={index}
              id={`${prefix}${id}`}
              role="option"
              tabIndex={-1}
              aria-selected={id === chosen}
              aria-setsize={entries.length}
              aria-posinset={index + 1}
              {...(id === compared && { 'aria-description': t('history.comparedTo') })}
              data-compared={id === compared || undefined}
              data-by={by}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
              onMouseDown={(event) => event.shiftKey && event.preventDefault()} // selects no text
              onClick={(event) => press(event, id)}
            >
              <VersionRow entry={entry} name={name} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function targetOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
