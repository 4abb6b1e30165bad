/** All hosts and their VMs, at the left of everything. Draws only what is seen, so that thousands cost as much as a screenful. */
import { Menu } from '@mantine/core';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import type { ObjectRecords } from '../../../shared/model/objects.ts';
import { hrefOf } from '../../../shared/model/route.ts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight, Layers } from 'lucide-react';
import { memo, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { targetOf } from '../../nouns/noun.ts';
import { nounOf, type DescribedKind } from '../../nouns/nounOf.ts';
import { VerbMenuItems } from '../../nouns/verbMenu.tsx';
import { openDialog } from '../../store/dialogs.ts';
import { useDomains, useHosts } from '../../store/inventory.ts';
import { compareNames } from '../../store/names.ts';
import { isStringList, useLayout } from '../../store/settings.ts';
import { HostNote } from './hostNote.tsx';
import { openRow, rowKey, treeRows, type TreeRow } from './rows.ts';
import { useTreeKeys } from './useTreeKeys.ts';
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
  const { rows, toggle } = useTreeRows(filter);
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
      <Menu.Dropdown>
        {menuRow !== undefined && menuRow.kind !== 'fleet' && (
          <VerbMenuItems kind={menuRow.kind} records={[menuRow.record]} />
        )}
        {menuRow?.kind === 'fleet' && (
          <>
            <Menu.Item onClick={() => (location.hash = hrefOf({ page: 'fleet', tab: '' }))}>
              {t('tree.openFleet')}
            </Menu.Item>
            <Menu.Item onClick={() => openDialog({ kind: 'createDomain' })}>{t('host.verbs.create')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The rows to show, and how a host is opened and closed; that is remembered. */
function useTreeRows(filter: string) {
  const hosts = useHosts();
  const domains = useDomains();
  const [closedList, setClosed] = useLayout('tree.closed', [], isStringList);
  const closed = useMemo(() => new Set(closedList), [closedList]);
  const rows = useMemo(
    () => treeRows({ hosts, domains, closed, filter, compare: compareNames }),
    [hosts, domains, closed, filter],
  );
  const toggle = (key: string, open: boolean): void =>
    setClosed(open ? closedList.filter((one) => one !== key) : [...closedList, key]);
  return { rows, toggle };
}

interface RowProps {
  readonly row: TreeRow;
  readonly index: number;
  readonly start: number;
  readonly current: boolean;
  readonly tabbable: boolean;
  readonly onToggle: (key: string, open: boolean) => void;
  readonly onFocus: (key: string) => void;
  readonly onMenu: (key: string) => void;
}

const Row = memo(function Row({ row, index, start, current, tabbable, onToggle, onFocus, onMenu }: RowProps) {
  const hasChildren = row.kind !== 'domain';
  return (
    <div
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={current}
      aria-current={current ? 'page' : undefined}
      aria-expanded={hasChildren ? row.open : undefined}
      data-index={index}
      data-kind={row.kind}
      tabIndex={tabbable ? 0 : -1}
      className={styles.row}
      style={{ transform: `translateY(${start}px)`, paddingLeft: (row.level - 1) * 14 + 6 }}
      onClick={() => openRow(row)}
      onFocus={() => onFocus(row.key)}
      onContextMenu={() => onMenu(row.key)}
    >
      {row.kind === 'host' ? (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          className={styles.caret}
          onClick={(event) => {
            event.stopPropagation();
            onToggle(row.key, !row.open);
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
  const sameContent =
    a.row.kind !== 'fleet' &&
    b.row.kind !== 'fleet' &&
    a.row.record === b.row.record &&
    a.row.stale === b.row.stale &&
    (a.row.kind === 'host' && b.row.kind === 'host'
      ? a.row.open === b.row.open && a.row.count === b.row.count
      : a.row.kind === b.row.kind);
  return (
    sameContent &&
    a.row.position === b.row.position &&
    a.row.siblings === b.row.siblings &&
    a.index === b.index &&
    a.start === b.start &&
    a.current === b.current &&
    a.tabbable === b.tabbable &&
    a.onToggle === b.onToggle
  );
}

function Content({ row }: { readonly row: TreeRow }): ReactElement {
  const { t } = useTranslation();
  if (row.kind === 'fleet') {
    return (
      <>
        <Layers size={14} aria-hidden className={styles.fleetIcon} />
        <b className={styles.name}>{t('tree.allHosts')}</b>
        <FleetCount />
      </>
    );
  }
  return (
    <>
      <ObjectContent kind={row.kind} record={row.record} />
      {row.kind === 'host' && <HostNote host={row.record} count={row.count} />}
    </>
  );
}

interface ObjectContentProps<K extends DescribedKind> {
  readonly kind: K;
  readonly record: ObjectRecords[K];
}

function ObjectContent<K extends DescribedKind>({ kind, record }: ObjectContentProps<K>): ReactElement {
  const { icon, name, state, look } = nounOf[kind];
  const seen = look(targetOf(kind, record));
  return (
    <>
      {icon(record, { stale: seen === 'stale' })}
      <span className={styles.name} data-away={seen !== undefined || undefined}>
        {name(record)}
      </span>
      <span className={styles.hidden}>{state(record)}</span>
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
