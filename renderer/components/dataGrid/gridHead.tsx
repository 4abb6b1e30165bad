/** The headings of a grid: what it is sorted by, and how wide its columns are. */
import { Checkbox } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './column.ts';
import type { Sort } from './sort.ts';
import styles from './dataGrid.module.css';

/** What a heading shows of its column. */
type Heading = Pick<Column<never>, 'id' | 'label' | 'numeric'>;

interface GridHeadProps {
  readonly shown: readonly Heading[];
  readonly sort: Sort;
  /** `further`: besides what it is sorted by. */
  readonly onSort: (id: string, further: boolean) => void;
  /** Undefined: the width that the column has by itself. */
  readonly onWidth: (id: string, width: number | undefined) => void;
  readonly template: string;
  readonly selected: number;
  readonly all: number;
  readonly onAll: (on: boolean) => void;
}

/** One stop of the Tab key: arrows go from heading to heading, with Shift they change its width; down leads back to the rows. */
export function GridHead(props: GridHeadProps): ReactElement {
  const { shown, sort, onSort, onWidth, template, selected, all, onAll } = props;
  const { t } = useTranslation();
  const [visited, setVisited] = useState<string>();
  const stop = shown.some(({ id }) => id === visited) ? visited : shown[0]?.id;
  return (
    <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: template }}>
      <div role="columnheader" className={styles.cell}>
        <Checkbox
          aria-label={t('dataGrid.selectAll')}
          tabIndex={-1}
          checked={all > 0 && selected >= all}
          indeterminate={selected > 0 && selected < all}
          onChange={(event) => onAll(event.currentTarget.checked)}
        />
      </div>
      {shown.map((heading) => (
        <HeadCell
          key={heading.id}
          heading={heading}
          sort={sort}
          isStop={heading.id === stop}
          onVisit={setVisited}
          onSort={onSort}
          onWidth={onWidth}
        />
      ))}
    </div>
  );
}

interface HeadCellProps extends Pick<GridHeadProps, 'sort' | 'onSort' | 'onWidth'> {
  readonly heading: Heading;
  readonly isStop: boolean;
  readonly onVisit: (id: string) => void;
}

function HeadCell({ heading, sort, isStop, onVisit, onSort, onWidth }: HeadCellProps): ReactElement {
  const { id, label, numeric } = heading;
  const { t } = useTranslation();
  const rank = sort.findIndex((key) => key.id === id);
  const ascending = sort[rank]?.ascending;
  const Arrow = ascending ? ArrowUp : ArrowDown;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { key, shiftKey, currentTarget } = event;
    // By itself only some browsers tell that Shift was held when a key pressed a button.
    if (key === 'Enter') onSort(id, shiftKey);
    else if (shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight'))
      onWidth(id, widthOf(currentTarget) + (key === 'ArrowRight' ? WIDTH_STEP : -WIDTH_STEP));
    else if (!walk(currentTarget, key)) return;
    event.preventDefault();
  };
  return (
    <div
      role="columnheader"
      aria-sort={ascending === undefined ? undefined : ascending ? 'ascending' : 'descending'}
      className={styles.cell}
      data-numeric={numeric || undefined}
    >
      <button
        type="button"
        tabIndex={isStop ? 0 : -1}
        className={styles.sort}
        title={t('dataGrid.sortHint')}
        onFocus={() => onVisit(id)}
        onKeyDown={onKeyDown}
        onClick={(event) => onSort(id, event.shiftKey)}
      >
        <span className={styles.label}>{label}</span>
        {ascending !== undefined && <Arrow size={11} aria-hidden />}
        {ascending !== undefined && sort.length > 1 && <span className={styles.rank}>{rank + 1}</span>}
      </button>
      <Grip onWidth={(width) => onWidth(id, width)} />
    </div>
  );
}

/** Pixels a key press. */
const WIDTH_STEP = 10;

const widthOf = (button: HTMLElement): number => button.parentElement?.getBoundingClientRect().width ?? 0;

/** From heading to heading, or back to the grid. @returns whether it was a key for that */
function walk(from: HTMLElement, key: string): boolean {
  if (key === 'ArrowDown' || key === 'Escape') {
    from.closest<HTMLElement>('[role="grid"]')?.focus();
    return true;
  }
  const row = from.closest('[role="row"]');
  const all = [...(row?.querySelectorAll<HTMLElement>('[role="columnheader"] > button') ?? [])];
  const at = all.indexOf(from);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[key];
  if (to === undefined) return false;
  all[Math.max(0, to)]?.focus();
  return true;
}

/** The right edge of a heading: dragged it changes the column's width, double-clicked it gives back its own. */
function Grip({ onWidth }: { readonly onWidth: (width: number | undefined) => void }): ReactElement {
  const drag = ({ currentTarget, pointerId, clientX }: PointerEvent): void => {
    const left = currentTarget.parentElement?.getBoundingClientRect().left;
    if (left === undefined || !currentTarget.hasPointerCapture(pointerId)) return;
    onWidth(clientX - left);
  };
  return (
    // For the mouse alone; the keyboard has Shift and the arrows.
    <span
      aria-hidden
      className={styles.grip}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => onWidth(undefined)}
    />
  );
}
