/** The mirrors of one host while it is connected. */
import type { HostId } from '../../../shared/model/host.ts';
import type { ObjectKind } from '../../../shared/model/objectRef.ts';
import { hostedKinds, type HostedKind, type ObjectRecords } from '../../../shared/model/objects.ts';
import type { HostSession } from '../session.ts';
import type { Inventory } from './inventory.ts';
import { isNotSupported, ObjectMirror, type MirrorDescription, type MirrorLanes } from './objectMirror.ts';
import { untilDone } from './untilDone.ts';

/** Kinds that are read once somebody follows them. Domains are read always: statistics, consoles and waiting edits need them. */
export type FollowedKind = Exclude<HostedKind, 'domain'>;

/** How each of them is read: one line a noun, see `nouns.ts`. */
export type MirrorTable = {
  readonly [K in FollowedKind]: {
    readonly mirror: (session: HostSession, signal: AbortSignal) => MirrorDescription<ObjectRecords[K]>;
  };
};

export interface MirrorsParts {
  readonly host: HostId;
  readonly inventory: Inventory;
  readonly lanes: MirrorLanes;
  /** Aborts when the connection is over. */
  readonly signal: AbortSignal;
  readonly onError: (thrown: unknown) => void;
}

export class Mirrors {
  readonly #parts: MirrorsParts;
  readonly #touch = new Map<ObjectKind, (id: string) => void>();

  constructor(parts: MirrorsParts) {
    this.#parts = parts;
  }

  /** Loads a kind and keeps it true. @throws AppError `notSupported` where the driver has no such objects */
  async load<K extends HostedKind>(kind: K, description: MirrorDescription<ObjectRecords[K]>): Promise<void> {
    await this.#mirrorOf(kind, description).load();
  }

  #mirrorOf<K extends HostedKind>(
    kind: K,
    description: MirrorDescription<ObjectRecords[K]>,
  ): ObjectMirror<ObjectRecords[K]> {
    const { inventory } = this.#parts;
    const mirror = new ObjectMirror(description, {
      ...this.#parts,
      table: inventory.of(kind),
      isWanted: () => kind === 'domain' || inventory.isFollowed(kind),
    });
    this.#touch.set(kind, (id) => mirror.touch(id, true));
    return mirror;
  }

  /**
   * Loads what somebody follows, as soon as somebody does; a first list that fails (a pool that hangs holds it up) is tried again.
   * @param onLacking hears once of a kind that this driver doesn't have; it costs nothing from then on
   */
  follow(table: MirrorTable, session: HostSession, onLacking: (kind: FollowedKind) => void): void {
    const { inventory, signal, onError } = this.#parts;
    const begin = async <K extends FollowedKind>(kind: K, describe: Pick<MirrorTable, K>): Promise<void> => {
      await inventory.untilFollowed(kind, signal);
      if (signal.aborted) return;
      const mirror = this.#mirrorOf(kind, describe[kind].mirror(session, signal));
      const wanted = (): Promise<void> => inventory.untilFollowed(kind, signal);
      try {
        await untilDone(() => mirror.load(), { signal, isFinal: isNotSupported, onError, wanted });
      } catch {
        onLacking(kind);
      }
    };
    for (const kind of hostedKinds) if (kind !== 'domain') void begin(kind, table);
  }

  /** Reads an object again soon; of a kind that isn't read nothing is to be read again. */
  touch(kind: ObjectKind, id: string): void {
    this.#touch.get(kind)?.(id);
  }
}
