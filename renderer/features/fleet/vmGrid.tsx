/** The rows themselves: a grid of which only what is seen is drawn, with its selection, keys and menu. */
import { Checkbox, Menu } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef, type MouseEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useStateWord } from '../../nouns/statusIcon.tsx';
import { DomainMenuItems } from '../../nouns/verbMenu.tsx';
import type { Column, TableRow } from './columns.tsx';
import { noSelection, selectAll, type Selection } from './selection.ts';
import { useGridSelection } from './useGridSelection.ts';
import styles from './vmTable.module.css';

const ROW_HEIGHT = 27;
const CHECKBOX_WIDTH = '34px';

export interface Sort {
  readonly id: string;
  readonly ascending: boolean;
}

interface GridProps {
  readonly rows: readonly TableRow[];
  readonly keys: readonly string[];
  readonly shown: readonly Column[];
  readonly sort: Sort;
  readonly onSort: (id: string) => void;
  readonly selection: Selection;
  readonly onSelect: (next: Selection) => void;
}

export function VmGrid({ rows, keys, shown, sort, onSort, selection, onSelect }: GridProps): ReactElement {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const template = [CHECKBOX_WIDTH, ...shown.map(({ width }) => width)].join(' ');
  const activeIndex = selection.active === undefined ? -1 : keys.indexOf(selection.active);
  const selected = rows.filter(({ key }) => selection.keys.has(key)).map(({ domain }) => domain);

  const { onKeyDown, onPress, onToggle } = useGridSelection({
    keys,
    selection,
    onSelect,
    selected,
    show: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  });
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

interface HeadProps extends Pick<GridProps, 'shown' | 'sort' | 'onSort'> {
  readonly template: string;
  readonly selected: number;
  readonly all: number;
  readonly onAll: (on: boolean) => void;
}

function Head({ shown, sort, onSort, template, selected, all, onAll }: HeadProps): ReactElement {
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
        </div>
      ))}
    </div>
  );
}

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
