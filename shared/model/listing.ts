import type { ErrorData } from '../errors.ts';

/** One object of a listing that could not be read, while the others could. */
export interface Unread {
  readonly name: string;
  readonly error: ErrorData;
}

/**
 * What a host has of one kind, by name. A host that can't tell (no such driver, not allowed) has none and says why; one object that
 * hangs or is broken is in `unread` and keeps nothing from the others.
 */
export type Listing<T> =
  | { readonly kind: 'listed'; readonly items: readonly T[]; readonly unread: readonly Unread[] }
  | { readonly kind: 'unavailable'; readonly items: readonly never[]; readonly error: ErrorData };
