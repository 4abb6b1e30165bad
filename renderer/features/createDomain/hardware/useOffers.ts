import type { HostId } from '../../../../shared/model/host.ts';
import { appError } from '../../../../shared/errors.ts';
import { api } from '../../../backend.ts';
import { useLoaded, type Loaded } from '../../../nouns/loaded.ts';
import { useInventory } from '../../../store/inventory.ts';
import { offersOf, type HostHas, type Offers } from './offers.ts';

export const noOffers: Offers = { pools: [], networks: [], bridges: [], cards: [] };

/** What all of these hosts have; a host that is away is left out. */
export function useOffers(hosts: readonly HostId[]): readonly [Loaded<Offers>, () => void] {
  return useLoaded(hosts.join(' '), '', async (signal) => {
    const found = await Promise.all(hosts.map((host) => hostHas(host, signal).catch(() => undefined)));
    const here = found.filter((each) => each !== undefined);
    if (here.length === 0 && hosts.length > 0) throw appError('hostNotConnected', 'none of the hosts answers');
    return offersOf(here);
  });
}

async function hostHas(host: HostId, signal: AbortSignal): Promise<HostHas> {
  const [pools, networks, interfaces] = await Promise.all([
    api.storagePool.list({ host }, { signal }),
    api.network.list({ host }, { signal }),
    // A host that can't list them is told by name.
    api.interface.bridges({ host }, { signal }).catch(() => ({ items: [] })),
  ]);
  return {
    name: useInventory.getState().host.records[host]?.config.name ?? host,
    pools: pools.items,
    networks: networks.items,
    interfaces: interfaces.items,
  };
}
