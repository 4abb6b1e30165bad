/**
 * One host: connection, lanes, mirror and sampler, and what happens when they break. Hosts know nothing of each other, so a slow or
 * dead one delays nobody.
 */
import type { Duplex } from 'node:stream';
import { appError, toAppError, toErrorData, type AppError } from '../../../shared/errors.ts';
import type { XmlKind } from '../../../shared/model/domain.ts';
import type { ConnectStep, Host, HostConfig, HostFacts, HostStatus } from '../../../shared/model/host.ts';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import { hostedKinds, type HostedKind, type ObjectRecords } from '../../../shared/model/objects.ts';
import type { DialOptions, ForwardTarget, Transport } from '../../libvirt/transport/transport.ts';
import { parseUri, type Connection } from '../../libvirt/index.ts';
import type { StoredHost } from '../../store/hosts.ts';
import { pause } from '../calls/pause.ts';
import { definitionHash } from '../domain/definition/definitionReader.ts';
import {
  countThreads,
  openHostConnection,
  watchFacts,
  watchRoundTrip,
  type ConnectionParts,
  type HostConnection,
} from './hostConnection.ts';
import type { HostedRef, HostSession, LaneName } from '../session.ts';
import { isPermanent, retryDelay } from './reconnect.ts';
import { Sampler } from '../stats/sampler.ts';
import type { Stats } from '../stats/stats.ts';
import type { Children } from '../inventory/children.ts';
import type { FollowedKind, MirrorTable } from '../inventory/mirrors.ts';

/** A connection that stood this long was a good one: when it breaks, the next attempt comes soon. */
const HELD_MS = 15_000;
const SAVE_SEEN_MS = 60_000;

export interface SessionParts extends ConnectionParts {
  readonly stats: Stats;
  readonly children: Children;
  /** How the kinds are read that somebody may follow. */
  readonly nouns: MirrorTable;
}

/** A URI that can't be read is told when it is used. */
function isReadOnly(uri: string): boolean {
  try {
    return parseUri(uri).readOnly ?? false;
  } catch {
    return false;
  }
}

export class ManagedHostSession implements HostSession {
  readonly #parts: SessionParts;
  #config: HostConfig;
  #status: HostStatus = { kind: 'disconnected' };
  #facts: HostFacts | undefined;
  #lastSeen: number | undefined;
  #stale = true;
  /** Kinds that its driver doesn't have. */
  readonly #lacks = new Set<FollowedKind>();
  #connection: HostConnection | undefined;
  #running: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  /** Attempts since the last connection that held. */
  #attempt = 0;
  #savedSeen = 0;
  /** Ends the wait before the next attempt. */
  #hurry: AbortController | undefined;

  constructor({ config, facts, lastSeen }: StoredHost, parts: SessionParts) {
    this.#parts = parts;
    this.#config = config;
    this.#facts = facts;
    this.#lastSeen = lastSeen;
  }

  get config(): HostConfig {
    return this.#config;
  }

  get status(): HostStatus {
    return this.#status;
  }

  get lastSeen(): number | undefined {
    return this.#lastSeen;
  }

  /** Shows what the store remembers of the host. */
  async restore(): Promise<void> {
    const { store, inventory } = this.#parts;
    const { id } = this.#config;
    inventory.addHost(this.#host());
    await Promise.all(hostedKinds.map(async (kind) => inventory.of(kind).recall(id, await store.objects.of(id, kind))));
  }

  /** Takes a changed config; another URI ends the connection, which the caller begins again. */
  async configure(config: HostConfig): Promise<void> {
    const moved = config.uri !== this.#config.uri;
    this.#config = config;
    if (moved) await this.disconnect();
    else this.#publish();
  }

  /** Begins to connect, or tries again at once. */
  connect(): void {
    if (this.#running) {
      if (!this.#hurry) return;
      this.#attempt = 0;
      this.#hurry.abort();
      return;
    }
    this.#attempt = 0;
    const abort = new AbortController();
    this.#running = { abort, ended: this.#run(abort.signal) };
  }

  async disconnect(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    running?.abort.abort(appError('cancelled', 'disconnected'));
    await running?.ended;
    this.#stale = true;
    this.#setStatus({ kind: 'disconnected' });
  }

  async lane(name: LaneName): Promise<Connection> {
    return await this.#connected().lanes.lane(name);
  }

  replaceLane(name: LaneName, connection: Connection, cause: AppError): void {
    this.#connection?.lanes.replace(name, connection, cause);
  }

  async streamLane(signal?: AbortSignal): Promise<Connection> {
    return await this.#connected().lanes.streamLane(signal);
  }

  async forward(target: ForwardTarget, options?: DialOptions): Promise<Duplex> {
    return await this.#connected().transport.forward(target, options);
  }

  shell(): Pick<Transport, 'shell'> {
    return this.#connected().transport;
  }

  record<K extends HostedKind>(kind: K, id: string): ObjectRecords[K] | undefined {
    return this.#parts.inventory.of(kind).get(this.#config.id, id);
  }

  records<K extends HostedKind>(kind: K): Iterable<ObjectRecords[K]> {
    return this.#parts.inventory.of(kind).of(this.#config.id);
  }

  async definition(object: HostedRef, kind: XmlKind): Promise<string | undefined> {
    return (await this.#parts.store.definitions.latest({ host: this.#config.id, ...object }, kind))?.xml;
  }

  async keepDefinition(object: HostedRef, xml: string): Promise<void> {
    const of = { host: this.#config.id, ...object };
    await this.#parts.store.definitions.add([
      { of, kind: 'persistent', hash: definitionHash(xml), seenAt: Date.now(), xml },
    ]);
  }

  refresh({ kind, id }: Pick<ObjectRef, 'kind' | 'id'>): void {
    this.#connection?.mirrors.touch(kind, id);
    this.#parts.children.touch({ host: this.#config.id, kind });
  }

  #connected(): HostConnection {
    if (this.#connection) return this.#connection;
    const { name } = this.#config;
    throw appError('hostNotConnected', `${name} is not connected`, { host: name, params: { host: name }, retry: true });
  }

  /** Connects, and connects again when the connection breaks, until aborted or until an error that doesn't pass by itself. */
  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const error = await this.#live(signal);
      this.#stale = true;
      if (signal.aborted) return;
      this.#parts.log.warn('host lost', { host: this.#config.name, code: error.code, message: error.message });
      if (isPermanent(error.data)) {
        this.#running = undefined;
        this.#setStatus({ kind: 'failed', error: error.data });
        return;
      }
      const delay = retryDelay(this.#attempt);
      this.#attempt += 1;
      const nextAttemptAt = Date.now() + delay;
      this.#setStatus({ kind: 'reconnecting', attempt: this.#attempt, nextAttemptAt, error: error.data });
      this.#hurry = new AbortController();
      await pause(delay, AbortSignal.any([signal, this.#hurry.signal]));
      this.#hurry = undefined;
    }
  }

  /** One connection from its first step to its end; the reason for that. */
  async #live(signal: AbortSignal): Promise<AppError> {
    const config = this.#config;
    const onStep = (step: ConnectStep): void => {
      // A further attempt stays "reconnecting", with the error that says why.
      if (this.#attempt === 0) this.#setStatus({ kind: 'connecting', step });
    };
    try {
      onStep('resolve');
      const connection = await openHostConnection(config, this.#parts, signal, onStep);
      const since = Date.now();
      try {
        this.#connection = connection;
        this.#stale = false;
        this.#seen();
        this.#setStatus({ kind: 'connected', since, rttMs: 0, transport: connection.transport.kind });
        this.#accompany(connection);
        return (await connection.lost).with({ host: config.name });
      } finally {
        this.#connection = undefined;
        this.#saveSeen();
        // One that breaks again and again is tried less and less often.
        if (Date.now() - since >= HELD_MS) this.#attempt = 0;
        await connection.close();
      }
    } catch (thrown) {
      return toAppError(thrown).with({ host: config.name });
    }
  }

  /** What goes on beside a standing connection: round trips, facts, measurements. */
  #accompany(connection: HostConnection): void {
    const { inventory, children, stats, store, log, nouns } = this.#parts;
    const { id, name } = this.#config;
    const onError = (thrown: unknown): void => {
      if (!connection.signal.aborted) log.warn('reading a host failed', { host: name, error: toErrorData(thrown) });
    };
    this.#lacks.clear();
    connection.mirrors.follow(nouns, this, (kind) => {
      this.#lacks.add(kind);
      this.#publish();
    });
    children.connect({ session: this, lanes: connection, signal: connection.signal, onError });
    watchRoundTrip(connection, (rttMs) => {
      this.#seen();
      if (this.#status.kind === 'connected') this.#setStatus({ ...this.#status, rttMs });
    }).catch(onError);
    watchFacts(connection, this.#facts, (facts) => {
      this.#facts = facts;
      this.#publish();
      this.#keep(store.hosts.saveFacts(id, facts));
    }).catch(onError);
    countThreads(connection)
      .then((threads) => {
        const vcpusOf = (uuid: string): number | undefined => inventory.of('domain').get(id, uuid)?.vcpus?.current;
        stats.run(id, new Sampler({ bulk: connection.bulk, threads, vcpusOf }), connection.signal);
      })
      .catch(onError);
  }

  #seen(): void {
    this.#lastSeen = Date.now();
    if (this.#lastSeen - this.#savedSeen > SAVE_SEEN_MS) this.#saveSeen();
  }

  #saveSeen(): void {
    if (this.#lastSeen === undefined) return;
    this.#savedSeen = this.#lastSeen;
    this.#keep(this.#parts.store.hosts.saveLastSeen(this.#config.id, this.#lastSeen));
  }

  #keep(writing: Promise<void>): void {
    writing.catch((thrown: unknown) => this.#parts.log.error('the store refused', toAppError(thrown).data));
  }

  #setStatus(status: HostStatus): void {
    this.#status = status;
    this.#publish();
  }

  #publish(): void {
    this.#parts.inventory.changeHost(this.#host());
  }

  #host(): Host {
    return {
      id: this.#config.id,
      config: this.#config,
      status: this.#status,
      ...(this.#facts && { facts: this.#facts }),
      ...(this.#lastSeen !== undefined && { lastSeen: this.#lastSeen }),
      ...(isReadOnly(this.#config.uri) && { readOnly: true as const }),
      ...(this.#lacks.size > 0 && { lacks: [...this.#lacks] }),
      stale: this.#stale,
    };
  }
}
