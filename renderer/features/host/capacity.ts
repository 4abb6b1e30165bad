/** What a host has, and what of it is promised to the VMs that run. */
import { domainStates, isActive, type Domain, type DomainState } from '../../../shared/model/domain.ts';
import type { HostFacts } from '../../../shared/model/host.ts';

export interface Allocation {
  /** Virtual CPUs of the active domains that are online. */
  readonly vcpus: number;
  /** KiB that the active domains have now (their balloons). */
  readonly memoryKiB: number;
  /** KiB that they may grow to. */
  readonly memoryMaximumKiB: number;
}

/** Of all active domains; one whose sizes are not known yet counts as nothing. */
export function allocationOf(domains: readonly Domain[]): Allocation {
  let [vcpus, memoryKiB, memoryMaximumKiB] = [0, 0, 0];
  for (const domain of domains) {
    if (!isActive(domain)) continue;
    vcpus += domain.vcpus?.current ?? 0;
    memoryKiB += domain.memoryKiB?.current ?? 0;
    memoryMaximumKiB += domain.memoryKiB?.maximum ?? 0;
  }
  return { vcpus, memoryKiB, memoryMaximumKiB };
}

/** A state as users tell them apart: what is off with its memory saved is its own. */
export type CountedState = DomainState | 'saved';

/** How many domains are in each state, in libvirt's order of states; states that no domain is in are left out. */
export function countsByState(
  domains: readonly Domain[],
): readonly { readonly state: CountedState; readonly count: number }[] {
  const states: readonly CountedState[] = [...domainStates, 'saved'];
  const counts = new Map<CountedState, number>();
  for (const { state, managedSave } of domains) {
    const counted = state === 'shutoff' && managedSave ? 'saved' : state;
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
  }
  return states.flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [{ state, count }];
  });
}

/**
 * Sockets, cores and threads of the whole machine; libvirt counts sockets per NUMA node (virNodeInfo). Undefined where the
 * product is not the number of CPUs: then libvirt gave up on the topology, or CPUs are offline.
 */
export function topologyOf({
  sockets,
  nodes,
  coresPerSocket,
  threadsPerCore,
  threads,
}: HostFacts['cpu']): { readonly sockets: number; readonly cores: number; readonly threads: number } | undefined {
  const allSockets = sockets * Math.max(1, nodes);
  if (allSockets * coresPerSocket * threadsPerCore !== threads) return undefined;
  return { sockets: allSockets, cores: coresPerSocket, threads: threadsPerCore };
}
