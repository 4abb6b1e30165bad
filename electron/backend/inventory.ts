/** The copy of every host's list that windows follow: a snapshot first, then squashed changes, never more than one waiting. */
import { setImmediate as turn } from 'node:timers/promises';
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

  /** All there is, then what changes. */
  async *watch(signal: AbortSignal): AsyncGenerator<InventoryChanges, void, undefined> {
    for await (const changes of this.#feed.watch(this.#snapshot(), signal)) {
      for (const part of parts(changes)) {
        yield part;
        await turn();
      }
    }
  }

  handlers(): NounHandlers<typeof contract> {
    return { watch: (_input, { signal }) => this.watch(signal) };
  }

  #snapshot(): InventoryChanges {
    const domains = [...this.#domains.values()].flatMap((of) => [...of.values()]);
    return {
      hosts: snapshot(Object.entries(this.#hosts)),
      domains: snapshot(domains.map((domain) => [domainKey(domain), domain] as const)),
    };
  }
}

/**
 * Domains in a message. The process can't do anything else while it writes one, which takes some 10 ms for a thousand domains with
 * what is known of their definitions.
 */
const DOMAINS_IN_A_MESSAGE = 1000;

/** Long changes as several: new hosts come with the first, since domains belong to them; "its list is here" with the last. */
function* parts(changes: InventoryChanges): Generator<InventoryChanges, void, undefined> {
  const { hosts, domains } = changes;
  const added = Object.entries(domains.added);
  const updated = Object.entries(domains.updated);
  if (added.length + updated.length <= DOMAINS_IN_A_MESSAGE) {
    yield changes;
    return;
  }
  yield { hosts: { ...hosts, updated: {} }, domains: { ...noChanges(), removed: domains.removed } };
  for (let at = 0; at < added.length; at += DOMAINS_IN_A_MESSAGE) {
    const part = Object.fromEntries(added.slice(at, at + DOMAINS_IN_A_MESSAGE));
    yield { ...nothing, domains: { ...noChanges(), added: part } };
  }
  for (let at = 0; at < updated.length; at += DOMAINS_IN_A_MESSAGE) {
    const part = Object.fromEntries(updated.slice(at, at + DOMAINS_IN_A_MESSAGE));
    yield { ...nothing, domains: { ...noChanges(), updated: part } };
  }
  yield { hosts: { ...noChanges(), updated: hosts.updated }, domains: noChanges() };
}

/** Whether two JSON values say the same. Parts that were taken over unchanged are the same object, which is seen at once. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!hasKeys(a) || !hasKeys(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

const hasKeys = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
