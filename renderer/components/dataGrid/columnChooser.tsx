/** Which columns a grid shows, and in which order. */
import { ActionIcon, Menu } from '@mantine/core';
import { Columns3, GripVertical, RotateCcw } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Column } from './column.ts';
import { moveColumn, orderedColumns, standardLayout, toggleColumn, type GridLayout } from './layout.ts';
import styles from './dataGrid.module.css';

interface ColumnChooserProps {
  readonly columns: readonly Pick<Column<never>, 'id' | 'label' | 'standard'>[];
  readonly layout: GridLayout;
  readonly onLayout: (patch: Partial<GridLayout>) => void;
}

/** Ticks show a column; dragging one, or Alt with an arrow, moves it. */
export function ColumnChooser({ columns, layout, onLayout }: ColumnChooserProps): ReactElement {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<string>();
  const ordered = orderedColumns(columns, layout.order);
  const place = (id: string): number => ordered.findIndex((column) => column.id === id);
  const move = (id: string, to: number): void => onLayout({ order: moveColumn(columns, layout, id, to) });
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null;
    const id = item?.getAttribute('data-column');
    if (!event.altKey || by === undefined || typeof id !== 'string') return;
    // An element that is moved loses the focus.
    flushSync(() => move(id, place(id) + by));
    item?.focus();
    event.preventDefault();
    event.stopPropagation(); // by itself the menu goes to another entry
  };
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={28} aria-label={t('dataGrid.columns')}>
          <Columns3 size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('dataGrid.moveHint')}</Menu.Label>
        {/* Before the entries have the key; the dropdown itself hands on none. */}
        <div role="group" aria-label={t('dataGrid.columns')} onKeyDownCapture={onKeyDown}>
          {ordered.slice(1).map(({ id, label }) => {
            const on = layout.columns.includes(id);
            return (
              <Menu.CheckboxItem
                key={id}
                checked={on}
                closeMenuOnClick={false}
                data-column={id}
                rightSection={<GripVertical size={12} aria-hidden className={styles.handle} />}
                draggable
                // By itself the entry takes the press, and nothing could be dragged.
                onMouseDown={() => undefined}
                onDragStart={(event) => {
                  event.dataTransfer.setData('text/plain', label); // else Firefox drags nothing
                  setDragged(id);
                }}
                onDragEnd={() => setDragged(undefined)}
                onDragOver={(event) => event.preventDefault()}
                onDragEnter={() => dragged !== undefined && dragged !== id && move(dragged, place(id))}
                onChange={() => onLayout({ columns: toggleColumn(layout, id) })}
              >
                {label}
              </Menu.CheckboxItem>
            );
          })}
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<RotateCcw size={14} aria-hidden />}
          onClick={() => {
            const { columns: standard, order, widths } = standardLayout(columns);
            onLayout({ columns: standard, order, widths });
          }}
        >
          {t('dataGrid.standard')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
