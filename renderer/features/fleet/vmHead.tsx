/** The headings of the VM table: what it is sorted by, and how wide its columns are. */
import { Checkbox } from '@mantine/core';
import type { PointerEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './columns.tsx';
import styles from './vmTable.module.css';

// A type, not an interface: settings keep it as JSON.
export type Sort = { readonly id: string; readonly ascending: boolean };
/** Pixels by column id, of those that the user gave a width. */
export type Widths = Readonly<Record<string, number>>;

/** Pixels. */
const LEAST = 44;
const MOST = 900;

interface HeadProps {
  readonly shown: readonly Column[];
  readonly sort: Sort;
  readonly onSort: (id: string) => void;
  /** Undefined: the width that the column has by itself. */
  readonly onWidth: (id: string, width: number | undefined) => void;
  readonly template: string;
  readonly selected: number;
  readonly all: number;
  readonly onAll: (on: boolean) => void;
}

export function Head({ shown, sort, onSort, onWidth, template, selected, all, onAll }: HeadProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: template }}>
      <div role="columnheader" className={styles.cell}>
        <Checkbox
          aria-label={t('vmTable.selectAll')}
          tabIndex={-1}
          checked={all > 0 && selected >= all}
          indeterminate={selected > 0 && selected < all}
          onChange={(event) => onAll(event.currentTarget.checked)}
        />
      </div>
      {shown.map(({ id, numeric }) => (
        <div
          key={id}
          role="columnheader"
          aria-sort={sort.id !== id ? undefined : sort.ascending ? 'ascending' : 'descending'}
          className={styles.cell}
          data-numeric={numeric || undefined}
        >
          <button type="button" tabIndex={-1} className={styles.sort} onClick={() => onSort(id)}>
            {t(`columns.${id}`)}
            {sort.id === id && <span aria-hidden>{sort.ascending ? ' ↑' : ' ↓'}</span>}
          </button>
          <Grip onWidth={(width) => onWidth(id, width)} />
        </div>
      ))}
    </div>
  );
}

/** The right edge of a heading: dragged it changes the column's width, double-clicked it gives back its own. */
function Grip({ onWidth }: { readonly onWidth: (width: number | undefined) => void }): ReactElement {
  const drag = ({ currentTarget, pointerId, clientX }: PointerEvent): void => {
    const left = currentTarget.parentElement?.getBoundingClientRect().left;
    if (left === undefined || !currentTarget.hasPointerCapture(pointerId)) return;
    onWidth(Math.round(Math.max(LEAST, Math.min(MOST, clientX - left))));
  };
  return (
    // For the mouse alone; the keyboard scrolls, and chooses columns.
    <span
      aria-hidden
      className={styles.grip}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => onWidth(undefined)}
    />
  );
}
