/** What a grid shows, as data: its columns, and what it has to know of a row. */
import type { ReactNode } from 'react';

/** The first column of a grid names the row: it is always shown, links to the row's page where it has one, and decides between equals. */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  /** A grid track, as long as the user gave no other. */
  readonly width: string;
  /** Right, in tabular figures. */
  readonly numeric?: boolean;
  /** Shown unless the user chose otherwise. */
  readonly standard: boolean;
  /** Its cells change without their rows changing (measurements): sorted by it, the grid looks at the order again by itself. */
  readonly live?: boolean;
  readonly compare: (a: Row, b: Row) => number;
  readonly render: (row: Row) => ReactNode;
}

/** How a row is drawn: `off` recedes; of a `stale` one nobody knows whether it is still true. */
export type RowLook = 'off' | 'stale';

/** A kind of row. One constant for each grid, so that rows are drawn again only when they change. */
export interface RowKind<Row> {
  readonly key: (row: Row) => string;
  readonly name: (row: Row) => string;
  /** The address of the row's page; absent: rows have none. */
  readonly href?: (row: Row) => string;
  /** Whether it would be drawn the same. */
  readonly same: (a: Row, b: Row) => boolean;
  /** What the filter looks in. */
  readonly texts: (row: Row) => readonly (string | undefined)[];
  readonly look?: (row: Row) => RowLook | undefined;
  /** Before the row's name: the icon of its state. */
  readonly lead?: (row: Row) => ReactNode;
  /** Behind the row's name: what waits or is wrong. */
  readonly marks?: (row: Row) => ReactNode;
}

/** What there is to say of all rows. What is there already is shown in each of them. */
export type GridState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'loading' }
  /** Nobody knows whether it is still true. `note`: since when. */
  | { readonly kind: 'stale'; readonly note: ReactNode }
  /** `note`: what could not be read, why, and what to do about it. */
  | { readonly kind: 'failed'; readonly note: ReactNode };
