/** Reads what a host has of one kind: the list, then each object side by side, none holding up the others. */
import { AppError } from '../../../shared/errors.ts';
import type { Listing, Unread } from '../../../shared/model/listing.ts';

/** How long the daemon may think about one question. Longer it takes only where storage or a lock hangs. */
export const ANSWER_MS = 8000;
/** Objects being read at a time; the bulk lane holds more, statistics go between. */
const SIDE_BY_SIDE = 16;

/** The caller's signal with a time limit of its own. */
export const within = (signal: AbortSignal, ms = ANSWER_MS): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(ms)]);

/** What the host said of itself, or didn't say in time; a connection that broke is none of that. */
export const isHostsAnswer = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && (thrown.data.libvirt !== undefined || thrown.code === 'timeout');

/**
 * @param list what there is, without its details
 * @param read one of them; undefined leaves it out
 * @throws AppError when the connection breaks, the caller goes, or what is listed is in something that isn't there (`notFound`)
 */
export async function readListing<Handle extends { readonly name: string }, Item>(
  list: () => Promise<readonly Handle[]>,
  read: (handle: Handle) => Promise<Item | undefined>,
): Promise<Listing<Item>> {
  let handles: readonly Handle[];
  try {
    handles = await list();
  } catch (thrown) {
    if (!isHostsAnswer(thrown) || thrown.code === 'notFound') throw thrown;
    return { kind: 'unavailable', items: [], error: thrown.data };
  }
  const unread: Unread[] = [];
  const items = await sideBySide(handles, async (handle) => {
    try {
      return await read(handle);
    } catch (thrown) {
      if (!isHostsAnswer(thrown)) throw thrown;
      // Gone since it was listed.
      if (thrown.code !== 'notFound') unread.push({ name: handle.name, error: thrown.data });
      return undefined;
    }
  });
  return { kind: 'listed', items: items.filter((item) => item !== undefined).toSorted(byName), unread };
}

const byName = (one: unknown, other: unknown): number => nameOf(one).localeCompare(nameOf(other));
const nameOf = (item: unknown): string =>
  typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string' ? item.name : '';

/** Works on all, at most {@link SIDE_BY_SIDE} at a time, in no particular order; one that takes long holds up nothing but itself. */
export async function sideBySide<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  // One iterator for all: each takes the next item when it is done with its last.
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, items.length) }, worker));
  return results;
}
