import { useMemo } from 'react';
import type { DeletedDomain } from '../../../shared/model/definitionVersion.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { api } from '../../backend.ts';
import { useLoaded, type Loaded } from '../../nouns/loaded.ts';
import { useDomains } from '../../store/inventory.ts';

/** VMs that are no longer on their host, of all hosts or of one; asked for again when VMs come or go. */
export function useDeleted(host: HostId | undefined): readonly [Loaded<readonly DeletedDomain[]>, () => void] {
  const domains = useDomains();
  const present = useMemo(
    () =>
      domains
        .map(({ uuid }) => uuid)
        .toSorted()
        .join(' '),
    [domains],
  );
  return useLoaded(host ?? '', present, (signal) =>
    api.definition.deleted({ ...(host !== undefined && { host }) }, { signal }),
  );
}
