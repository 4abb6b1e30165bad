export type { Column, GridState, RowKind, RowLook } from './column.ts';
export { DataGrid } from './dataGrid.tsx';
export { standardLayout, type GridLayout } from './layout.ts';
export { noSelection, type Selection } from './selection.ts';
export type { SortKey } from './sort.ts';
