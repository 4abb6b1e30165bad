import { useEffect, useMemo, useState } from 'react';
import type { Column, RowKind } from './column.ts';
import { filterRows, sortRows, type Sort } from './sort.ts';

interface GridRowsParts<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly kind: RowKind<Row>;
  readonly filter: string;
  readonly sort: Sort;
  /** Around the rows; null until it is there. */
  readonly scroller: HTMLElement | null;
}

/** The rows that the filter leaves, in order. */
export function useGridRows<Row>({ rows, columns, kind, filter, sort, scroller }: GridRowsParts<Row>): readonly Row[] {
  const isLive = sort.some(({ id }) => columns.find((column) => column.id === id)?.live === true);
  const turn = useTurns(isLive, scroller);
  const found = useMemo(() => filterRows(rows, kind.texts, filter), [rows, kind, filter]);
  // Anew with each turn: what live columns compare is kept outside React.
  const order = useMemo(() => ({ columns, sort, turn }), [columns, sort, turn]);
  return useMemo(() => sortRows(found, order.columns, order.sort), [found, order]);
}

const LIVE_ORDER_MS = 5000;

/** Counts up from time to time while it is on: not while the pointer is over the rows, which would be another row's a moment later. */
function useTurns(on: boolean, scroller: HTMLElement | null): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden && scroller?.matches(':hover') !== true) setTurn((before) => before + 1);
    }, LIVE_ORDER_MS);
    return () => clearInterval(timer);
  }, [on, scroller]);
  return turn;
}
