/** All hosts and what they have, at the left of everything. Draws only what is seen, so that thousands cost as much as a screenful. */
import { Menu } from '@mantine/core';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import type { ObjectRecords } from '../../../shared/model/objects.ts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight, Layers } from 'lucide-react';
import { memo, useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { targetOf } from '../../nouns/noun.ts';
import { nounOf, type DescribedKind, type GroupedKind } from '../../nouns/nounOf.ts';
import { useDomains, useFollow, useHosts } from '../../store/inventory.ts';
import { HostNote } from './hostNote.tsx';
import { RowMenu } from './rowMenu.tsx';
import { openRow, rowKey, type TreeRow } from './rows.ts';
import { useTreeKeys } from './useTreeKeys.ts';
import { useTreeRows } from './useTreeRows.ts';
import styles from './tree.module.css';

const ROW_HEIGHT = 24;

interface TreeProps {
  /** What the page is about; undefined: all hosts. */
  readonly current: ObjectRef | undefined;
  readonly filter: string;
}

export function Tree({ current: object, filter }: TreeProps): ReactElement {
  const current = rowKey(object);
  const { t } = useTranslation();
  const { rows, toggle, seen } = useTreeRows(object, filter);
  const [focusedKey, setFocusedKey] = useState(current);
  const focused = Math.max(
    0,
    rows.findIndex(({ key }) => key === focusedKey),
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const [menuKey, setMenuKey] = useState<string>();
  const menuRow = rows.find(({ key }) => key === menuKey);

  useEffect(() => setFocusedKey(current), [current]);
  const onKeyDown = useTreeKeys({
    rows,
    focused,
    toggle,
    focus: (index) => {
      const row = rows[index];
      if (!row) return;
      setFocusedKey(row.key);
      virtual.scrollToIndex(index, { align: 'auto' });
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus());
    },
  });
  return (
    <Menu>
      {seen.map((kind) => (
        <Follow key={kind} kind={kind} />
      ))}
      <Menu.ContextMenu>
        <div ref={scroller} className={styles.scroller}>
          <div
            role="tree"
            aria-label={t('tree.label')}
            className={styles.tree}
            style={{ height: virtual.getTotalSize() }}
            onKeyDown={onKeyDown}
            tabIndex={-1}
          >
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              return (
                row && (
                  <Row
                    key={row.key}
                    row={row}
                    index={index}
                    start={start}
                    current={row.key === current}
                    tabbable={index === focused}
                    onToggle={toggle}
                    onFocus={setFocusedKey}
                    onMenu={setMenuKey}
                  />
                )
              );
            })}
          </div>
        </div>
      </Menu.ContextMenu>
      <Menu.Dropdown>{menuRow && <RowMenu row={menuRow} />}</Menu.Dropdown>
    </Menu>
  );
}

/** Has a kind read from the hosts while something of it is open. */
function Follow({ kind }: { readonly kind: GroupedKind }): null {
  useFollow(kind);
  return null;
}

interface RowProps {
  readonly row: TreeRow;
  readonly index: number;
  readonly start: number;
  readonly current: boolean;
  readonly tabbable: boolean;
  readonly onToggle: (row: TreeRow, open: boolean) => void;
  readonly onFocus: (key: string) => void;
  readonly onMenu: (key: string) => void;
}

const Row = memo(function Row({ row, index, start, current, tabbable, onToggle, onFocus, onMenu }: RowProps) {
  const expanded = row.kind === 'fleet' ? true : row.kind === 'object' ? undefined : row.open;
  return (
    <div
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={current}
      aria-current={current ? 'page' : undefined}
      aria-expanded={expanded}
      data-index={index}
      data-kind={row.kind === 'object' ? row.ref.kind : row.kind}
      tabIndex={tabbable ? 0 : -1}
      className={styles.row}
      style={{ transform: `translateY(${start}px)`, paddingLeft: (row.level - 1) * 14 + 6 }}
      onClick={() => openRow(row)}
      onFocus={() => onFocus(row.key)}
      onContextMenu={() => onMenu(row.key)}
    >
      {row.kind === 'host' || row.kind === 'group' ? (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          className={styles.caret}
          onClick={(event) => {
            event.stopPropagation();
            onToggle(row, !row.open);
          }}
        >
          {row.open ? <ChevronDown size={12} /> : <ChevronRight size={12} />}
        </button>
      ) : (
        <span className={styles.caret} />
      )}
      <Content row={row} />
    </div>
  );
}, sameRow);

/** Rows are made anew with every change anywhere; what they show rarely differs. */
function sameRow(a: RowProps, b: RowProps): boolean {
  return (
    sameContent(a.row, b.row) &&
    a.row.position === b.row.position &&
    a.row.siblings === b.row.siblings &&
    a.index === b.index &&
    a.start === b.start &&
    a.current === b.current &&
    a.tabbable === b.tabbable &&
    a.onToggle === b.onToggle
  );
}

function sameContent(a: TreeRow, b: TreeRow): boolean {
  switch (a.kind) {
    case 'fleet':
      return false;
    case 'host':
      return b.kind === 'host' && a.record === b.record && a.open === b.open && a.count === b.count;
    case 'group':
      return b.kind === 'group' && a.key === b.key && a.open === b.open && a.count === b.count;
    case 'object':
      return b.kind === 'object' && a.record === b.record && a.stale === b.stale;
  }
}

function Content({ row }: { readonly row: TreeRow }): ReactElement {
  const { t } = useTranslation();
  switch (row.kind) {
    case 'fleet':
      return (
        <>
          <Layers size={14} aria-hidden className={styles.fleetIcon} />
          <b className={styles.name}>{t('tree.allHosts')}</b>
          <FleetCount />
        </>
      );
    case 'host':
      return (
        <>
          <ObjectContent kind="host" record={row.record} />
          <HostNote host={row.record} count={row.count ?? 0} />
        </>
      );
    case 'group':
      return <GroupContent of={row.of} name={row.name} count={row.count} />;
    case 'object':
      return <ObjectContent kind={row.ref.kind} record={row.record} />;
  }
}

interface GroupContentProps {
  readonly of: GroupedKind;
  readonly name: string;
  readonly count: number | undefined;
}

function GroupContent({ of, name, count }: GroupContentProps): ReactElement {
  const Icon = nounOf[of].tree?.group;
  return (
    <>
      {Icon && <Icon size={15} aria-hidden className={styles.groupIcon} />}
      <span className={styles.name}>{name}</span>
      {count !== undefined && <span className={styles.count}>{count}</span>}
    </>
  );
}

interface ObjectContentProps<K extends DescribedKind> {
  readonly kind: K;
  readonly record: ObjectRecords[K];
}

function ObjectContent<K extends DescribedKind>({ kind, record }: ObjectContentProps<K>): ReactElement {
  const { icon, name, state, look, tree } = nounOf[kind];
  const note = tree?.note?.(record);
  const seen = look(targetOf(kind, record));
  return (
    <>
      {icon(record, { stale: seen === 'stale' })}
      <span className={styles.name} data-away={seen !== undefined || undefined}>
        {name(record)}
      </span>
      {note === undefined ? (
        <span className={styles.hidden}>{state?.(record)}</span>
      ) : (
        <span className={styles.note}>{note}</span>
      )}
    </>
  );
}

function FleetCount(): ReactElement {
  const { t } = useTranslation();
  const hosts = useHosts().length;
  const vms = useDomains().length;
  return (
    <span className={styles.note} title={t('tree.counts', { hosts, vms })}>
      {hosts} · {vms}
    </span>
  );
}
