/** What a noun is to the window: the one description that tree, lists, pages, menus, palette, keys, questions and tasks draw from. */
import type { ParseKeys } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { DefinitionText } from '../../shared/model/definitionText.ts';
import type { Host } from '../../shared/model/host.ts';
import { hostRef, type ObjectRef } from '../../shared/model/objectRef.ts';
import { refOfRecord, type ObjectRecords, type RecordedKind } from '../../shared/model/objects.ts';
import type { CallOptions } from '../../shared/rpc/contract.ts';
import type { Column, RowLook } from '../components/dataGrid/index.tsx';
import { recordNow } from '../store/inventory.ts';
import type { Verb } from './verb.ts';

/** An object with its host, which decides as well. */
export interface Target<K extends RecordedKind> {
  readonly record: ObjectRecords[K];
  readonly host: Host | undefined;
}

/** Its heading, `label`, is `<noun>.columns.<id>` in the language files. */
export type NounColumn<K extends RecordedKind> = Omit<Column<Target<K>>, 'label'> & { readonly label: ParseKeys };

/** A column before it has its words. */
export type ColumnEntry<K extends RecordedKind, Id extends string> = Omit<NounColumn<K>, 'label'> & { readonly id: Id };

/** A line of the overview; `label` is `<noun>.fields.<id>` in the language files. */
export interface NounFact<K extends RecordedKind> {
  readonly label: ParseKeys;
  /** Undefined: it has none, and the line is left out. */
  readonly render: (record: ObjectRecords[K]) => ReactNode;
}

/** A line before it has its words. */
export type FactEntry<K extends RecordedKind, Id extends string> = Omit<NounFact<K>, 'label'> & { readonly id: Id };

export interface IconLook {
  /** Drawn grey: what was last seen, not what is. */
  readonly stale?: boolean;
}

/** How its objects stand below their host in the tree. */
export interface TreePlace<K extends RecordedKind> {
  /** Together below a line with this icon and the noun's plural; absent: each directly below the host. */
  readonly group?: LucideIcon;
  /** At the end of an object's row. */
  readonly note?: (record: ObjectRecords[K]) => ReactNode;
}

/** Its lists, of one host and of all. */
export interface NounList<K extends RecordedKind> {
  /** The first one is its name. */
  readonly columns: readonly NounColumn<K>[];
  /** How many there are; takes `count`. */
  readonly count: ParseKeys;
  /** In the place of rows where there are none. */
  readonly none: ParseKeys;
}

export interface NounDescription<K extends RecordedKind> {
  readonly words: {
    /** One of them: the name of the noun's menu. */
    readonly one: ParseKeys;
    /** In that menu while the page is about none; absent: then there is no such menu. */
    readonly noneOpen?: ParseKeys;
    readonly many: ParseKeys;
    /** In the place of the page of one that is not there, and why that may be. */
    readonly unknown: ParseKeys;
    readonly unknownHint: ParseKeys;
  };
  readonly name: (record: ObjectRecords[K]) => string;
  /** What tells it from others of its name: beside it where there is room, and found by it. */
  readonly note: (target: Target<K>) => string;
  /** What it is found by as well. */
  readonly foundBy?: (record: ObjectRecords[K]) => readonly (string | undefined)[];
  /** Shape and colour of its state. */
  readonly icon: (record: ObjectRecords[K], look?: IconLook) => ReactElement;
  /** The word of its state; absent: it has none. */
  readonly state?: (record: ObjectRecords[K]) => ReactElement;
  readonly look: (target: Target<K>) => RowLook | undefined;
  /** Behind its name: what waits or is wrong. `page`: in the head of its page, where there is room to say more. */
  readonly marks?: (record: ObjectRecords[K], place: 'row' | 'page') => ReactNode;
  /** In the head of its page, where that says more: the state with its reason, the way to it. */
  readonly head?: {
    readonly state?: (record: ObjectRecords[K]) => ReactElement;
    readonly subtitle?: (record: ObjectRecords[K]) => ReactElement;
  };
  /** Absent: not in the tree. */
  readonly tree?: TreePlace<K>;
  /** Absent: nothing lists it in a grid. */
  readonly list?: NounList<K>;
  /** What its overview tells. */
  readonly facts?: readonly NounFact<K>[];
  /** Its XML. */
  readonly definition?: (ref: ObjectRef<K>, options: CallOptions) => Promise<DefinitionText>;
  /** Names of its host's domains that use it. */
  readonly users?: (ref: ObjectRef<K>, options?: CallOptions) => Promise<readonly string[]>;
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
