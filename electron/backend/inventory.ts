/** The copy of every host's list that windows follow: a snapshot first, then squashed changes, never more than one waiting. */
import { apply, isEmpty, noChanges, snapshot, squash, type Changes } from '../../shared/changes.ts';
import type { inventory as contract, InventoryChanges } from '../../shared/api/inventory.ts';
import { domainKey, type Domain } from '../../shared/model/domain.ts';
import type { Host, HostId } from '../../shared/model/host.ts';
import type { NounHandlers } from '../../shared/rpc/contract.ts';
import { Feed } from './feed.ts';

/** Windows hear of a first change at once and of those that follow ten times a second. */
const GATHER_MS = 100;

const nothing: InventoryChanges = { hosts: noChanges(), domains: noChanges() };

const both = (first: InventoryChanges, second: InventoryChanges): InventoryChanges => ({
  hosts: squash(first.hosts, second.hosts),
  domains: squash(first.domains, second.domains),
});

export class Inventory {
  #hosts: Readonly<Record<string, Host>> = {};
  readonly #domains = new Map<HostId, Map<string, Domain>>();
  readonly #feed = new Feed<InventoryChanges>({ merge: both, gatherMs: GATHER_MS });

  setHost(host: Host): void {
    const changes: Changes<Host> =
      host.id in this.#hosts
        ? { added: {}, updated: { [host.id]: host }, removed: [] }
        : { added: { [host.id]: host }, updated: {}, removed: [] };
    // Its list has come, or is old from now on: nothing to gather for.
    const turned = this.#hosts[host.id]?.stale !== host.stale;
    this.#hosts = apply(this.#hosts, changes);
    this.#feed.push({ ...nothing, hosts: changes }, turned);
  }

  removeHost(id: HostId): void {
    const domains = [...(this.#domains.get(id)?.values() ?? [])];
    this.#domains.delete(id);
    const hosts: Changes<Host> = { added: {}, updated: {}, removed: [id] };
    this.#hosts = apply(this.#hosts, hosts);
    this.#feed.push({ hosts, domains: { added: {}, updated: {}, removed: domains.map(domainKey) } });
  }

  /** Puts records of one host in place; those that say nothing new are passed over. */
  changeDomains(host: HostId, changed: readonly Domain[], removed: readonly string[]): Changes<Domain> {
    let domains = this.#domains.get(host);
    if (!domains) this.#domains.set(host, (domains = new Map()));
    const added: Record<string, Domain> = {};
    const updated: Record<string, Domain> = {};
    for (const domain of changed) {
      const before = domains.get(domain.uuid);
      if (before && same(before, domain)) continue;
      domains.set(domain.uuid, domain);
      (before ? updated : added)[domainKey(domain)] = domain;
    }
    const gone = removed.filter((uuid) => domains.delete(uuid)).map((uuid) => domainKey({ host, uuid }));
    const changes = { added, updated, removed: gone };
    if (!isEmpty(changes)) this.#feed.push({ ...nothing, domains: changes });
    return changes;
  }

  domain(host: HostId, uuid: string): Domain | undefined {
    return this.#domains.get(host)?.get(uuid);
  }

  domains(host: HostId): Iterable<Domain> {
    return this.#domains.get(host)?.values() ?? [];
  }

  handlers(): NounHandlers<typeof contract> {
    return { watch: (_input, { signal }) => this.#feed.watch(this.#snapshot(), signal) };
  }

  #snapshot(): InventoryChanges {
    const domains = [...this.#domains.values()].flatMap((of) => [...of.values()]);
    return {
      hosts: snapshot(Object.entries(this.#hosts)),
      domains: snapshot(domains.map((domain) => [domainKey(domain), domain] as const)),
    };
  }
}

/** Whether two JSON values say the same. Parts that were taken over unchanged are the same object, which is seen at once. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right: ReadonlyMap<string, unknown> = new Map(Object.entries(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}
