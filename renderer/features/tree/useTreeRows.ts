/** The rows to show, and how they are opened and closed; that is remembered. */
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import { groupedKinds, nounOf, type GroupedKind } from '../../nouns/nounOf.ts';
import { recordsNow, useHosts, useInventory } from '../../store/inventory.ts';
import { isStringList, useLayout } from '../../store/settings.ts';
import { belowKinds, groupKey, treeRows, type TreeRow } from './rows.ts';

interface TreeRows {
  readonly rows: readonly TreeRow[];
  readonly toggle: (row: TreeRow, open: boolean) => void;
  /** Kinds of which something is open: they are to be followed. */
  readonly seen: readonly GroupedKind[];
}

/** @param current what the page is about: its group opens with it */
export function useTreeRows(current: ObjectRef | undefined, filter: string): TreeRows {
  const { t } = useTranslation();
  const hosts = useHosts();
  const known = useInventory(useShallow((state) => belowKinds.map((kind) => state[kind])));
  const [closedList, setClosed] = useLayout('tree.closed', [], isStringList);
  const [openedList, setOpened] = useLayout('tree.opened', [], isStringList);
  const group = current && groupKey(current);
  useEffect(() => {
    if (group !== undefined && !openedList.includes(group)) setOpened([...openedList, group]);
    // Once, when one comes to the page: who closes the group there wants it closed.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [group]);
  const rows = useMemo(() => {
    const loaded = new Map(belowKinds.map((kind, at) => [kind, known[at]?.loaded]));
    return treeRows({
      hosts,
      objectsOf: recordsNow,
      unasked: new Set(groupedKinds.filter((kind) => loaded.get(kind) !== true)),
      nameOf: (kind) => t(nounOf[kind].words.many),
      closed: new Set(closedList),
      opened: new Set(openedList),
      filter,
    });
  }, [hosts, known, closedList, openedList, filter, t]);
  const seen = useMemo(
    () => groupedKinds.filter((kind) => rows.some((row) => row.kind === 'group' && row.of === kind && row.open)),
    [rows],
  );
  const toggle = (row: TreeRow, open: boolean): void => {
    const others = (list: readonly string[]): string[] => list.filter((key) => key !== row.key);
    if (row.kind === 'host') setClosed(open ? others(closedList) : [...others(closedList), row.key]);
    else setOpened(open ? [...others(openedList), row.key] : others(openedList));
  };
  return { rows, toggle, seen };
}
