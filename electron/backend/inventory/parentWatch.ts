/** What one parent has (the volumes of a pool, the snapshots of a domain), kept true from its first watcher to its last. */
import { squash, type Changes } from '../../../shared/changes.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { unlessCancelled } from '../calls/unlessCancelled.ts';
import type { HostSession } from '../session.ts';
import { Feed } from './feed.ts';
import { isGone, isNotSupported, ObjectMirror, type MirrorDescription, type MirrorLanes } from './objectMirror.ts';
import { ObjectTable } from './objectTable.ts';
import { untilDone } from './untilDone.ts';

/** Watchers hear of a first change at once and of those that follow ten times a second. */
const GATHER_MS = 100;

/** A host while it is connected. */
export interface ConnectedHost {
  readonly session: HostSession;
  readonly lanes: MirrorLanes;
  /** Aborts when the connection is over. */
  readonly signal: AbortSignal;
  readonly onError: (thrown: unknown) => void;
}

export type DescribeChildren<T> = (session: HostSession, signal: AbortSignal) => MirrorDescription<T>;

const isFinal = (thrown: unknown): boolean => isGone(thrown) || isNotSupported(thrown);

export class ParentWatch<T> {
  readonly host: HostId;
  readonly #describe: DescribeChildren<T>;
  readonly #feed = new Feed<Changes<T>>({ merge: squash, gatherMs: GATHER_MS });
  readonly #table = new ObjectTable<T>((changes) => this.#feed.push(changes));
  /** Aborts with the last watcher. */
  readonly #life = new AbortController();
  /** All there are have been read; rejects where that will never be. */
  readonly #loaded = Promise.withResolvers<void>();
  #mirror: ObjectMirror<T> | undefined;
  #watchers = 0;

  constructor(host: HostId, describe: DescribeChildren<T>) {
    this.host = host;
    this.#describe = describe;
    this.#table.open(host);
    this.#loaded.promise.catch(() => undefined); // each watcher hears of it
  }

  /** The host is there: reads them, and keeps them true until it goes or the last watcher does. */
  begin({ session, lanes, signal: connected, onError }: ConnectedHost): void {
    const { host } = this;
    const signal = AbortSignal.any([this.#life.signal, connected]);
    const onFailed = (thrown: unknown): void => {
      if (isGone(thrown)) this.#forgetAll(); // with their parent
      else onError(thrown);
    };
    const parts = { host, table: this.#table, lanes, signal, isWanted: () => true, onError: onFailed };
    const mirror = new ObjectMirror(this.#describe(session, signal), parts);
    this.#mirror = mirror;
    untilDone(() => mirror.load(), { signal, isFinal, onError }).then(
      () => {
        if (!signal.aborted) this.#loaded.resolve();
      },
      (thrown: unknown) => {
        this.#loaded.reject(thrown);
        this.#forgetAll(); // they were there before the host was away
      },
    );
  }

  /** Something may have changed them. */
  touch(): void {
    this.#mirror?.touchAny();
  }

  /**
   * All there are, as soon as that is known, then what changes.
   * @throws AppError `notSupported`, `notFound` (the parent)
   */
  async *watch(signal: AbortSignal): AsyncGenerator<Changes<T>, void, undefined> {
    this.#watchers += 1;
    try {
      await unlessCancelled(this.#loaded.promise, signal);
      yield* this.#feed.watch(this.#table.snapshot(), signal);
    } finally {
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#life.abort();
    }
  }

  /** Aborts when nobody watches any more; it does not begin again. */
  get over(): AbortSignal {
    return this.#life.signal;
  }

  #forgetAll(): void {
    this.#table.forget(this.host, this.#table.ids(this.host));
  }
}
