/** The rows themselves: a grid of which only what is seen is drawn, with its selection, keys and menu. */
import { Checkbox, Menu } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef, type MouseEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Domain } from '../../../shared/model/domain.ts';
import { useStateWord } from '../../nouns/statusIcon.tsx';
import { DomainMenuItems } from '../../nouns/verbMenu.tsx';
import type { Column, TableRow } from './columns.tsx';
import { Head, type Sort, type Widths } from './vmHead.tsx';
import { noSelection, selectAll, type Selection } from './selection.ts';
import { useGridSelection } from './useGridSelection.ts';
import styles from './vmTable.module.css';

const ROW_HEIGHT = 27;
/** It stays at the top, over the rows. */
const HEAD_HEIGHT = 27;
const CHECKBOX_WIDTH = '34px';

interface GridProps {
  readonly rows: readonly TableRow[];
  readonly keys: readonly string[];
  readonly shown: readonly Column[];
  readonly sort: Sort;
  readonly onSort: (id: string) => void;
  readonly widths: Widths;
  readonly onWidth: (id: string, width: number | undefined) => void;
  readonly selection: Selection;
  /** What is selected, in the order of the rows. */
  readonly selected: readonly Domain[];
  readonly onSelect: (next: Selection) => void;
}

export function VmGrid({
  rows,
  keys,
  shown,
  sort,
  onSort,
  widths,
  onWidth,
  selection,
  selected,
  onSelect,
}: GridProps): ReactElement {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollPaddingEnd: HEAD_HEIGHT,
  });
  const template = templateOf(shown, widths);
  const activeIndex = selection.active === undefined ? -1 : keys.indexOf(selection.active);

  const show = (index: number): void => virtual.scrollToIndex(index, { align: 'auto' });
  const { onKeyDown, onPress, onToggle } = useGridSelection({ keys, selection, onSelect, selected, show });
  return (
    <Menu>
      <Menu.ContextMenu>
        <div
          ref={scroller}
          role="grid"
          aria-label={t('vmTable.label')}
          aria-rowcount={rows.length + 1}
          aria-multiselectable="true"
          aria-activedescendant={activeIndex >= 0 ? `vm-row-${activeIndex}` : undefined}
          tabIndex={0}
          className={styles.grid}
          onKeyDown={onKeyDown}
        >
          <Head
            shown={shown}
            sort={sort}
            onSort={onSort}
            onWidth={onWidth}
            template={template}
            selected={selection.keys.size}
            all={rows.length}
            onAll={(on) => onSelect(on ? selectAll(selection, keys) : noSelection)}
          />
          <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              return (
                row && (
                  <Row
                    key={row.key}
                    row={row}
                    index={index}
                    start={start}
                    template={template}
                    shown={shown}
                    selected={selection.keys.has(row.key)}
                    active={row.key === selection.active}
                    onPress={onPress}
                    onToggle={onToggle}
                  />
                )
              );
            })}
          </div>
        </div>
      </Menu.ContextMenu>
      <Menu.Dropdown>{selected.length > 0 && <DomainMenuItems domains={selected} />}</Menu.Dropdown>
    </Menu>
  );
}

/** The grid's tracks: the checkboxes, then the columns. */
const templateOf = (shown: readonly Column[], widths: Widths): string =>
  [CHECKBOX_WIDTH, ...shown.map(({ id, width }) => (widths[id] === undefined ? width : `${widths[id]}px`))].join(' ');

interface RowProps {
  readonly row: TableRow;
  readonly index: number;
  readonly start: number;
  readonly template: string;
  readonly shown: readonly Column[];
  readonly selected: boolean;
  readonly active: boolean;
  readonly onPress: (key: string, event: MouseEvent) => void;
  readonly onToggle: (key: string) => void;
}

const Row = memo(
  function Row({ row, index, start, template, shown, selected, active, onPress, onToggle }: RowProps) {
    const { t } = useTranslation();
    const stateWord = useStateWord();
    const context = { stateWord, yes: t('vmTable.yes') };
    return (
      <div
        role="row"
        id={`vm-row-${index}`}
        aria-rowindex={index + 2}
        aria-selected={selected}
        data-active={active || undefined}
        data-off={row.domain.state === 'shutoff' || undefined}
        data-stale={(row.host?.stale ?? true) || undefined}
        className={styles.row}
        style={{ transform: `translateY(${start}px)`, gridTemplateColumns: template }}
        onClick={(event) => onPress(row.key, event)}
        onContextMenu={(event) => onPress(row.key, event)}
        onDoubleClick={() => (location.hash = `#/vm/${row.key}`)}
      >
        <div role="gridcell" className={styles.cell}>
          <Checkbox
            aria-label={t('vmTable.select', { name: row.domain.name })}
            tabIndex={-1}
            checked={selected}
            onClick={(event) => event.stopPropagation()}
            onChange={() => onToggle(row.key)}
          />
        </div>
        {shown.map((column) => (
          <div key={column.id} role="gridcell" className={styles.cell} data-numeric={column.numeric || undefined}>
            {column.render(row, context)}
          </div>
        ))}
      </div>
    );
  },
  (a, b) =>
    a.row.domain === b.row.domain &&
    a.row.host === b.row.host &&
    a.index === b.index &&
    a.start === b.start &&
    a.template === b.template &&
    a.shown === b.shown &&
    a.selected === b.selected &&
    a.active === b.active,
);
