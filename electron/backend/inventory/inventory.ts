/**
 * The copy of every host's list that windows follow: a snapshot first, then squashed changes, never more than one waiting. Nobody else
 * writes records: each source hands in what it knows (`domainKnowledge.ts`), which is merged here without a wait.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { apply, isEmpty, noChanges, snapshot, squash, type Changes } from '../../../shared/changes.ts';
import type { inventory as contract, InventoryChanges } from '../../../shared/api/inventory.ts';
import { domainKey, type Domain } from '../../../shared/model/domain.ts';
import type { Host, HostId } from '../../../shared/model/host.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { merge, stateById, type DomainKnowledge, type DomainSource, type ListedDomain } from '../domain/knowledge.ts';
import { Feed } from './feed.ts';

/** Records put in place before others get their turn. */
export const CHANGED_IN_A_TURN = 250;

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

  /** Makes a host known. */
  addHost(host: Host): void {
    this.#domains.set(host.id, new Map());
    this.#setHost(host, { added: { [host.id]: host }, updated: {}, removed: [] });
  }

  /** What its session says of a host; a host that was removed meanwhile stays removed. */
  changeHost(host: Host): void {
    if (host.id in this.#hosts) this.#setHost(host, { added: {}, updated: { [host.id]: host }, removed: [] });
  }

  removeHost(id: HostId): void {
    const domains = [...(this.#domains.get(id)?.values() ?? [])];
    this.#domains.delete(id);
    const hosts: Changes<Host> = { added: {}, updated: {}, removed: [id] };
    this.#hosts = apply(this.#hosts, hosts);
    this.#feed.push({ hosts, domains: { added: {}, updated: {}, removed: domains.map(domainKey) } });
  }

  /**
   * Takes what one source says of domains, by UUID. The list alone makes a domain known: what others say of one that is not, or of a
   * host that is not, is passed over.
   * @returns what is new by that
   */
  learn<S extends Exclude<DomainSource, 'list'>>(
    host: HostId,
    source: S,
    said: Iterable<readonly [string, DomainKnowledge[S]]>,
  ): Changes<Domain> {
    return this.#put(host, (known) =>
      Array.from(said).flatMap(([uuid, words]) => {
        const before = known.get(uuid);
        return before === undefined ? [] : [merge[source](before, words)];
      }),
    );
  }

  /** Takes a list, or a part of one: those that are not known yet become known. */
  list(host: HostId, listed: Iterable<readonly [string, ListedDomain]>): Changes<Domain> {
    return this.#put(host, (known) =>
      Array.from(listed, ([uuid, words]) =>
        merge.list(known.get(uuid) ?? { host, uuid, ...words, ...stateById(words) }, words),
      ),
    );
  }

  /** Takes rows that were kept from earlier; whatever is known already is newer. */
  recall(host: HostId, domains: readonly Domain[]): Changes<Domain> {
    return this.#put(host, (known) => domains.filter(({ uuid }) => !known.has(uuid)));
  }

  /** These have gone from the host. */
  forget(host: HostId, uuids: readonly string[]): Changes<Domain> {
    const known = this.#domains.get(host);
    const removed = uuids.filter((uuid) => known?.delete(uuid)).map((uuid) => domainKey({ host, uuid }));
    return this.#tell({ added: {}, updated: {}, removed });
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

  #setHost(host: Host, changes: Changes<Host>): void {
    // Its list has come, or is old from now on: nothing to gather for.
    const turned = this.#hosts[host.id]?.stale !== host.stale;
    this.#hosts = apply(this.#hosts, changes);
    this.#feed.push({ ...nothing, hosts: changes }, turned);
  }

  /** Puts records of a known host in place; those that say nothing new are passed over. Nothing waits between reading and writing. */
  #put(host: HostId, records: (known: ReadonlyMap<string, Domain>) => readonly Domain[]): Changes<Domain> {
    const known = this.#domains.get(host);
    if (!known) return noChanges();
    const added: Record<string, Domain> = {};
    const updated: Record<string, Domain> = {};
    for (const domain of records(known)) {
      const before = known.get(domain.uuid);
      if (before && same(before, domain)) continue;
      known.set(domain.uuid, domain);
      (before ? updated : added)[domainKey(domain)] = domain;
    }
    return this.#tell({ added, updated, removed: [] });
  }

  #tell(changes: Changes<Domain>): Changes<Domain> {
    if (!isEmpty(changes)) this.#feed.push({ ...nothing, domains: changes });
    return changes;
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
