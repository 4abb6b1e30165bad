/** What a noun is to the window: the one description that tree, lists, menus, palette, keys, questions and tasks draw from. */
import type { ParseKeys } from 'i18next';
import type { ReactElement, ReactNode } from 'react';
import type { Host } from '../../shared/model/host.ts';
import { hostRef, type ObjectRef } from '../../shared/model/objectRef.ts';
import { refOfRecord, type ObjectRecords, type RecordedKind } from '../../shared/model/objects.ts';
import type { Column, RowLook } from '../components/dataGrid/index.tsx';
import { recordNow } from '../store/inventory.ts';
import type { ColumnId } from '../words/keys.ts';
import type { Verb } from './verb.ts';

/** An object with its host, which decides as well. */
export interface Target<K extends RecordedKind> {
  readonly record: ObjectRecords[K];
  readonly host: Host | undefined;
}

/** Its heading is `domain.columns.<id>` in the language files. */
export type NounColumn<K extends RecordedKind> = Omit<Column<Target<K>>, 'label'> & { readonly id: ColumnId };

export interface IconLook {
  /** Drawn grey: what was last seen, not what is. */
  readonly stale?: boolean;
}

export interface NounDescription<K extends RecordedKind> {
  readonly words: {
    /** Of the noun's menu: one of them. */
    readonly menu: ParseKeys;
    /** In its menu while the page is about none. */
    readonly none: ParseKeys;
    readonly many: ParseKeys;
  };
  readonly name: (record: ObjectRecords[K]) => string;
  /** What tells it from others of its name: beside it where there is room, and found by it. */
  readonly note: (target: Target<K>) => string;
  /** What it is found by as well. */
  readonly foundBy?: (record: ObjectRecords[K]) => readonly (string | undefined)[];
  /** Shape and colour of its state. */
  readonly icon: (record: ObjectRecords[K], look?: IconLook) => ReactElement;
  /** The word of its state. */
  readonly state: (record: ObjectRecords[K]) => ReactElement;
  readonly look: (target: Target<K>) => RowLook | undefined;
  /** Behind its name: what waits or is wrong. */
  readonly marks?: (record: ObjectRecords[K]) => ReactNode;
  /** The first one is its name. Absent: nothing lists it in a grid. */
  readonly columns?: readonly NounColumn<K>[];
  /** Most used first, destructive last. */
  readonly verbs: readonly Verb<Target<K>>[];
}

/** The object that a record is of. */
export const refTo = <K extends RecordedKind>(kind: K, record: ObjectRecords[K]): ObjectRef<K> =>
  refOfRecord[kind](record);

/** A record with its host as it is now. */
export const targetOf = <K extends RecordedKind>(kind: K, record: ObjectRecords[K]): Target<K> => ({
  record,
  host: recordNow(hostRef(refTo(kind, record).host)),
});
