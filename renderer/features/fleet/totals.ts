/** How many there are of everything, and what of the hosts' CPUs and memory is given away. */
import { isActive, type Domain } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';

export interface Totals {
  readonly hosts: number;
  readonly connected: number;
  /** All VMs that are known, also of hosts that are away. */
  readonly vms: number;
  /** On connected hosts, as everything below: what runs on a host that is away nobody knows. */
  readonly running: number;
  readonly vcpus: number;
  /** Logical CPUs of the hosts. */
  readonly threads: number;
  /** KiB that active VMs have, and KiB of the hosts. */
  readonly memoryKiB: number;
  readonly hostMemoryKiB: number;
}

export function totalsOf(hosts: readonly Host[], domains: readonly Domain[]): Totals {
  const here = new Map(hosts.filter(({ stale }) => !stale).map((host) => [host.id, host]));
  let [running, vcpus, memoryKiB, threads, hostMemoryKiB] = [0, 0, 0, 0, 0];
  for (const domain of domains) {
    if (!isActive(domain) || !here.has(domain.host)) continue;
    if (domain.state === 'running' || domain.state === 'blocked') running += 1;
    vcpus += domain.vcpus?.current ?? 0; // paused ones hold their vCPUs and memory too
    memoryKiB += domain.memoryKiB?.current ?? 0;
  }
  for (const { facts } of here.values()) {
    threads += facts?.cpu.threads ?? 0;
    hostMemoryKiB += facts?.memoryKiB ?? 0;
  }
  const connected = hosts.filter(({ status }) => status.kind === 'connected').length;
  return { hosts: hosts.length, connected, vms: domains.length, running, vcpus, threads, memoryKiB, hostMemoryKiB };
}
