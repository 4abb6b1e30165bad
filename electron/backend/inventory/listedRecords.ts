import { AppError } from '../../../shared/errors.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { Listing } from '../../../shared/model/listing.ts';
import type { OfHost } from '../../../shared/model/objects.ts';
import type { ObjectList } from './objectMirror.ts';

/**
 * A listing as a mirror takes it. What could not be read stays as it is known.
 * @param idOf of an item by its name
 * @throws AppError why the host can't tell
 */
export function listedRecords<T extends { readonly name: string }>(
  host: HostId,
  listing: Listing<T>,
  idOf: (name: string) => string = (name) => name,
): ObjectList<OfHost<T>> {
  if (listing.kind === 'unavailable') throw new AppError(listing.error);
  return {
    patches: [
      ...listing.items.map((item) => [idOf(item.name), () => ({ ...item, host })] as const),
      ...listing.unread.map(({ name }) => [idOf(name), (before: OfHost<T> | undefined) => before] as const),
    ],
    unsure: [],
  };
}
