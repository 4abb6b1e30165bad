/**
 * Keeps the objects of one kind of one host true while it is connected: first load, then event -> read that one object again -> table. What
 * libvirt has no event for (autostart changed by somebody else) comes with a list now and then. How a kind is read is data: a
 * `MirrorDescription`, one for each noun, in its `mirror.ts`.
 */
import { addAbortListener } from 'node:events';
import { AppError } from '../../../shared/errors.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { Connection, LibvirtEvent } from '../../libvirt/index.ts';
import { pause } from '../calls/pause.ts';
import { inParts } from '../calls/turns.ts';
import { CHANGED_IN_A_TURN } from './inventory.ts';
import type { ObjectTable, Patch } from './objectTable.ts';

/** Events come in bursts (a start sends four): an object is read once for those of this time. */
const SETTLE_MS = 20;
/** Objects read side by side. With more to read again than this, one list costs less. */
export const MANY = 40;

/** The control lane for what somebody waits for, the bulk lane for the rest. */
export interface MirrorLanes {
  readonly control: Pick<Connection, 'call' | 'subscribe'>;
  readonly bulk: Pick<Connection, 'call'>;
}

/** An event after which an object is read again. */
export interface MirrorEvent {
  /**
   * Registers for it; the listener hears of an object's id, and whether its definition is another one now. Without an id: of any of them, and
   * all are listed again.
   */
  readonly subscribe: (
    control: MirrorLanes['control'],
    listener: (id?: string, redefined?: boolean) => void,
  ) => Promise<unknown>;
}

/** @param redefined whether the definition may be another one after it */
export const mirrorEvent = <Args>(
  event: LibvirtEvent<Args>,
  id: (args: Args) => string,
  redefined: boolean | ((args: Args) => boolean),
): MirrorEvent => ({
  subscribe: (control, listener) =>
    control.subscribe(event, (args) =>
      listener(id(args), typeof redefined === 'boolean' ? redefined : redefined(args)),
    ),
});

/** What a list says. */
export interface ObjectList<T> {
  /** All there are. */
  readonly patches: readonly (readonly [id: string, patch: Patch<T>])[];
  /** Those of which the list tells too little, or things of two moments: each is read by itself, and until then what is known of it stays. */
  readonly unsure: readonly string[];
}

export interface MirrorDescription<T> {
  readonly list: (lanes: MirrorLanes, known: (id: string) => T | undefined) => Promise<ObjectList<T>>;
  /** @throws AppError `notFound` when it is gone */
  readonly readOne: (lanes: MirrorLanes, id: string) => Promise<Patch<T>>;
  /** Registered beside the first list. */
  readonly events: readonly MirrorEvent[];
  /** Registered after it: those without which the list is right as well. */
  readonly moreEvents?: readonly MirrorEvent[];
  /** Between two lists, in ms. */
  readonly every: number;
  /** Reads the definitions of these in the background. */
  readonly definition?: (ids: readonly string[]) => void;
  /** An event named this object, or somebody who changed it did. */
  readonly onTouched?: (id: string) => void;
  /** After the first list, and after those that took the place of many readings (`ids`), or came of themselves, for the `turn`th time. */
  readonly onListed?: (why: { readonly ids?: readonly string[]; readonly turn?: number }) => Promise<void>;
}

export interface MirrorParts<T> {
  readonly host: HostId;
  readonly table: ObjectTable<T>;
  readonly lanes: MirrorLanes;
  /** Aborts when the connection is over. */
  readonly signal: AbortSignal;
  /** Whether somebody wants to know what has no event, now. */
  readonly isWanted: () => boolean;
  /** Reading failed in a way that says nothing of the connection. */
  readonly onError: (thrown: unknown) => void;
}

const isCode =
  (code: AppError['code']) =>
  (thrown: unknown): boolean =>
    thrown instanceof AppError && thrown.code === code;
export const isGone = isCode('notFound');
export const isNotSupported = isCode('notSupported');

/** As `Promise.all`, but also where one fails it waits for the others: a late answer must not come after the next reading. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(work);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

export class ObjectMirror<T> {
  readonly #parts: MirrorParts<T>;
  readonly #of: MirrorDescription<T>;
  readonly #touched = new Set<string>();
  /** Those of them whose definition is to be read after them. */
  readonly #redefined = new Set<string>();
  /** Nobody can tell which of them: all are listed. */
  #anyTouched = false;
  /** Those that are registered for, or being so. */
  readonly #registered = new Map<MirrorEvent, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(description: MirrorDescription<T>, parts: MirrorParts<T>) {
    this.#of = description;
    this.#parts = parts;
    addAbortListener(parts.signal, () => clearTimeout(this.#timer));
  }

  /**
   * Registers for events and lists, in one round trip; events that come meanwhile are read after the list, so that none is lost and
   * none is overwritten by an older answer. May be tried again when it has failed.
   * @throws AppError `notSupported` where the driver has no such objects
   */
  async load(): Promise<void> {
    const { events, moreEvents = [], list, definition, onListed } = this.#of;
    const registered = Promise.all(events.map((event) => this.#register(event)));
    // After what events had read since an earlier try.
    const reading = this.#reading.then(() => list(this.#parts.lanes, this.#known));
    this.#reading = reading.then(
      (listed) => this.#replace(listed),
      () => undefined,
    );
    const [{ patches, unsure }] = await Promise.all([reading, registered]);
    await this.#reading;
    this.#reading = this.#reading.then(() => this.#readUnsure(unsure));
    definition?.(patches.map(([id]) => id));
    this.#background(() => onListed?.({}));
    this.#background(() => Promise.allSettled(moreEvents.map((event) => this.#register(event))));
    this.#background(() => this.#listForever());
  }

  /** Reads an object again soon. */
  touch(id: string, redefined: boolean): void {
    this.#touched.add(id);
    this.#of.onTouched?.(id);
    if (redefined) this.#redefined.add(id);
    this.#readSoon();
  }

  /** Lists all of them again soon. */
  touchAny(): void {
    this.#anyTouched = true;
    this.#readSoon();
  }

  #readSoon(): void {
    if (this.#parts.signal.aborted) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#reading = this.#reading.then(() => this.#readTouched());
    }, SETTLE_MS);
  }

  readonly #known = (id: string): T | undefined => this.#parts.table.get(this.#parts.host, id);

  /** Once, however often the first list is tried; what failed then is asked again. An event that the driver hasn't: the lists will tell, later. */
  #register(event: MirrorEvent): Promise<void> {
    const known = this.#registered.get(event);
    if (known !== undefined) return known;
    const registering = this.#subscribe(event);
    this.#registered.set(event, registering);
    registering.catch(() => this.#registered.delete(event));
    return registering;
  }

  async #subscribe(event: MirrorEvent): Promise<void> {
    try {
      await event.subscribe(this.#parts.lanes.control, (id, redefined = false) =>
        id === undefined ? this.touchAny() : this.touch(id, redefined),
      );
    } catch (thrown) {
      if (!isNotSupported(thrown)) throw thrown;
    }
  }

  async #readTouched(): Promise<void> {
    const ids = [...this.#touched];
    this.#touched.clear();
    const redefined = [...this.#redefined];
    this.#redefined.clear();
    const any = this.#anyTouched;
    this.#anyTouched = false;
    try {
      if (any || ids.length > MANY) {
        await this.#list();
        this.#background(() => this.#of.onListed?.({ ids }));
      } else await allEnded(ids.map((id) => this.#read(id)));
    } catch (thrown) {
      if (!this.#parts.signal.aborted) this.#parts.onError(thrown);
    }
    // Not before: a definition is shown with its object, and a new object is known only now.
    if (redefined.length > 0) this.#of.definition?.(redefined);
  }

  async #read(id: string): Promise<void> {
    const { host, lanes, table, signal } = this.#parts;
    try {
      const patch = await this.#of.readOne(lanes, id);
      // Nothing is learned from a connection that is over.
      if (!signal.aborted) table.put(host, [[id, patch]]);
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown;
      if (!signal.aborted) table.forget(host, [id]);
    }
  }

  async #list(): Promise<void> {
    const listed = await this.#of.list(this.#parts.lanes, this.#known);
    await this.#replace(listed);
    await this.#readUnsure(listed.unsure);
  }

  async #replace({ patches, unsure }: ObjectList<T>): Promise<void> {
    const { host, table, signal } = this.#parts;
    if (signal.aborted) return;
    const now = new Set(patches.map(([id]) => id));
    table.forget(
      host,
      table.ids(host).filter((id) => !now.has(id)),
    );
    // What is known of these stays until they have been read by themselves.
    const open = new Set(unsure.filter((id) => this.#known(id) !== undefined));
    const sure = patches.filter(([id]) => !open.has(id));
    await inParts(sure, CHANGED_IN_A_TURN, (part) => {
      if (!signal.aborted) table.put(host, part);
    });
  }

  /** What a list leaves open each is asked for by itself, in turn with events. */
  async #readUnsure(unsure: readonly string[]): Promise<void> {
    const { signal, onError } = this.#parts;
    const read = (id: string): Promise<void> =>
      this.#read(id).catch((thrown: unknown) => {
        if (!signal.aborted) onError(thrown); // one that can't be read holds up no other
      });
    for (let at = 0; at < unsure.length && !signal.aborted; at += MANY)
      await allEnded(unsure.slice(at, at + MANY).map(read));
  }

  async #listForever(): Promise<void> {
    const { signal, isWanted, onError } = this.#parts;
    for (let turn = 1; ; turn++) {
      await pause(this.#of.every, signal);
      if (signal.aborted) return;
      if (!isWanted()) continue;
      const read = async (): Promise<void> => {
        await this.#list();
        await this.#of.onListed?.({ turn });
      };
      this.#reading = this.#reading.then(read).catch((thrown: unknown) => {
        if (!signal.aborted) onError(thrown);
      });
      await this.#reading;
    }
  }

  #background(work: () => Promise<unknown> | undefined): void {
    Promise.resolve(work()).catch((thrown: unknown) => {
      if (!this.#parts.signal.aborted) this.#parts.onError(thrown);
    });
  }
}
