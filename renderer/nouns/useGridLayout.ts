/** The layout of a data grid among the user's settings. */
import { useMemo } from 'react';
import { standardLayout, type Column, type GridLayout, type SortKey } from '../components/dataGrid/index.tsx';
import { isBoolean, isNumber, isStringList, setLayout, useLayout } from '../store/settings.ts';

const none: string[] = [];
const ownWidths: Record<string, number> = {};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSortKey = (value: unknown): value is SortKey =>
  isRecord(value) && typeof value['id'] === 'string' && isBoolean(value['ascending']);
/** One alone is what was kept before a grid could be sorted by several. */
const isSort = (value: unknown): value is SortKey | SortKey[] =>
  isSortKey(value) || (Array.isArray(value) && value.length > 0 && value.every(isSortKey));
const isWidths = (value: unknown): value is Record<string, number> =>
  isRecord(value) && Object.values(value).every(isNumber);

/** @param grid its settings are kept under keys that begin so */
export function useGridLayout(grid: string, columns: readonly Pick<Column<never>, 'id' | 'standard'>[]) {
  const standard = useMemo(() => standardLayout(columns), [columns]);
  const standardShown = useMemo(() => [...standard.columns], [standard]);
  const standardSort = useMemo(() => [...standard.sort], [standard]);
  const [shown] = useLayout(`${grid}.columns`, standardShown, isStringList);
  const [order] = useLayout(`${grid}.order`, none, isStringList);
  const [sort] = useLayout<SortKey | SortKey[]>(`${grid}.sort`, standardSort, isSort);
  const [widths] = useLayout(`${grid}.widths`, ownWidths, isWidths);
  const layout = useMemo(
    (): GridLayout => ({ columns: shown, order, sort: Array.isArray(sort) ? sort : [sort], widths }),
    [shown, order, sort, widths],
  );
  return [layout, (patch: Partial<GridLayout>) => keep(grid, patch)] as const;
}

function keep(grid: string, { columns, order, sort, widths }: Partial<GridLayout>): void {
  if (columns !== undefined) setLayout(`${grid}.columns`, [...columns]);
  if (order !== undefined) setLayout(`${grid}.order`, [...order]);
  if (sort !== undefined) setLayout(`${grid}.sort`, [...sort]);
  if (widths !== undefined) setLayout(`${grid}.widths`, { ...widths });
}
