/**
 * Keeps one host's domains true while it is connected: first load, then event -> read that one domain again -> inventory. What
 * libvirt has no event for (autostart changed by somebody else) comes with a full list every half minute.
 */
import { AppError } from '../../../shared/errors.ts';
import { isEmpty, type Changes } from '../../../shared/changes.ts';
import type { Domain } from '../../../shared/model/domain.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { enums, events, uuidText, type Connection, type LibvirtEvent } from '../../libvirt/index.ts';
import { pause } from '../calls/pause.ts';
import { readAll, readOne, type DomainList, type WireDomain } from './read.ts';
import { DomainSizesReader } from './sizesReader.ts';
import { CHANGED_IN_A_TURN, type Inventory } from '../inventory/inventory.ts';
import { inParts } from '../calls/turns.ts';

const RELOAD_MS = 30_000;
/** Lists until memory and vCPUs are read again, too; they cost the host much more. */
const SIZES_EVERY = 10;
/** Events come in bursts (a start sends four): a domain is read once for those of this time. */
const SETTLE_MS = 20;
/** With more domains to read again than this, one list costs less. */
const MANY = 40;
export interface MirrorParts {
  readonly host: HostId;
  readonly inventory: Inventory;
  readonly control: Pick<Connection, 'call' | 'subscribe'>;
  readonly bulk: Pick<Connection, 'call'>;
  /** Aborts when the connection is over. */
  readonly signal: AbortSignal;
  /** Domains whose definition may have changed. */
  readonly onDefinition: (uuids: readonly string[]) => void;
  /** What the inventory was told, to be remembered. */
  readonly onChanged: (changes: Changes<Domain>) => void;
  /** Reading failed in a way that says nothing of the connection. */
  readonly onError: (thrown: unknown) => void;
}

const { virDomainEventType: lifecycle } = enums;

/** Lifecycle events that come with another definition. */
const redefining: readonly number[] = [
  lifecycle.VIR_DOMAIN_EVENT_DEFINED,
  lifecycle.VIR_DOMAIN_EVENT_STARTED,
  lifecycle.VIR_DOMAIN_EVENT_STOPPED,
];

/** The other events after which a domain is read again; true: its definition as well. */
const others: readonly (readonly [LibvirtEvent<{ readonly dom: WireDomain }>, boolean])[] = [
  [events.domainReboot, false],
  [events.domainPmWakeup, false],
  [events.domainPmSuspend, false],
  [events.domainPmSuspendDisk, false],
  [events.domainBalloonChange, false],
  [events.domainJobCompleted, false],
  [events.domainControlError, false],
  [events.domainDiskChange, true],
  [events.domainTrayChange, true],
  [events.domainBlockJob2, true],
  [events.domainDeviceAdded, true],
  [events.domainDeviceRemoved, true],
  [events.domainMetadataChange, true],
  [events.domainAgentLifecycle, true],
];

const isGone = (thrown: unknown): boolean => thrown instanceof AppError && thrown.code === 'notFound';

/** As `Promise.all`, but also where one fails it waits for the others: a late answer must not come after the next reading. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(work);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

export class DomainMirror {
  readonly #parts: MirrorParts;
  readonly #sizes: DomainSizesReader;
  readonly #touched = new Set<string>();
  /** Those of them whose definition is to be read after them. */
  readonly #redefined = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(parts: MirrorParts) {
    this.#parts = parts;
    this.#sizes = new DomainSizesReader({
      ...parts,
      onSizes: (sizes) => this.#learn(() => parts.inventory.learn(parts.host, 'sizes', sizes)),
    });
    parts.signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  /**
   * Registers for lifecycle events and lists, in one round trip; events that come meanwhile are read after the list, so that none
   * is lost and none is overwritten by an older answer.
   */
  async load(): Promise<void> {
    const { control, bulk } = this.#parts;
    const registered = control
      .subscribe(events.domainLifecycle, ({ dom, event }) => this.touch(uuidText(dom.uuid), redefining.includes(event)))
      .catch((thrown: unknown) => {
        if (!(thrown instanceof AppError && thrown.code === 'notSupported')) throw thrown; // the lists will tell, later
      });
    const reading = readAll(control, bulk);
    this.#reading = reading.then(
      (list) => this.#replace(list),
      () => undefined,
    );
    const [{ listed, unsure }] = await Promise.all([reading, registered]);
    await this.#reading;
    this.#reading = this.#reading.then(() => this.#readUnsure(unsure));
    this.#parts.onDefinition(listed.map(([uuid]) => uuid));
    this.#background(() => this.#sizes.read());
    this.#background(() => this.#registerOthers());
    this.#background(() => this.#reloadForever());
  }

  /** Reads a domain again soon. */
  touch(uuid: string, definition: boolean): void {
    this.#touched.add(uuid);
    this.#sizes.overtake(uuid);
    if (definition) this.#redefined.add(uuid);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#reading = this.#reading.then(() => this.#readTouched());
    }, SETTLE_MS);
  }

  async #readTouched(): Promise<void> {
    const uuids = [...this.#touched];
    this.#touched.clear();
    const redefined = [...this.#redefined];
    this.#redefined.clear();
    try {
      if (uuids.length > MANY) {
        await this.#list();
        this.#background(() => this.#sizes.read(uuids));
      } else await allEnded(uuids.map((uuid) => this.#read(uuid)));
    } catch (thrown) {
      if (!this.#parts.signal.aborted) this.#parts.onError(thrown);
    }
    // Not before: a definition is shown with its domain, and a new domain is known only now.
    if (redefined.length > 0) this.#parts.onDefinition(redefined);
  }

  async #read(uuid: string): Promise<void> {
    const { host, control, inventory } = this.#parts;
    try {
      const { listed, states, sizes } = await readOne(control, uuid);
      this.#learn(() => inventory.list(host, [[uuid, listed]]));
      this.#learn(() => inventory.learn(host, 'state', [[uuid, states]]));
      this.#learn(() => inventory.learn(host, 'sizes', [[uuid, sizes]]));
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown;
      this.#learn(() => inventory.forget(host, [uuid]));
    }
  }

  async #list(): Promise<void> {
    const { control, bulk } = this.#parts;
    const list = await readAll(control, bulk);
    await this.#replace(list);
    await this.#readUnsure(list.unsure);
  }

  async #replace({ listed, states, unsure }: DomainList): Promise<void> {
    const { host, inventory } = this.#parts;
    const now = new Set(listed.map(([uuid]) => uuid));
    const removed = [...inventory.domains(host)].map(({ uuid }) => uuid).filter((uuid) => !now.has(uuid));
    this.#learn(() => inventory.forget(host, removed));
    // What is known of these stays until they have been read by themselves.
    const open = new Set(unsure.filter((uuid) => inventory.domain(host, uuid) !== undefined));
    const sure = listed.filter(([uuid]) => !open.has(uuid));
    await inParts(sure, CHANGED_IN_A_TURN, (part) => {
      this.#learn(() => inventory.list(host, part));
      const told = part.flatMap(([uuid]) => {
        const state = states.get(uuid);
        return state === undefined ? [] : [[uuid, state] as const];
      });
      this.#learn(() => inventory.learn(host, 'state', told));
    });
  }

  /** What a list leaves open of their state each is asked for by itself, in turn with events. */
  async #readUnsure(unsure: readonly string[]): Promise<void> {
    const { signal, onError } = this.#parts;
    try {
      for (let at = 0; at < unsure.length && !signal.aborted; at += MANY)
        await allEnded(unsure.slice(at, at + MANY).map((uuid) => this.#read(uuid)));
    } catch (thrown) {
      if (!signal.aborted) onError(thrown);
    }
  }

  /** Nothing is learned from a connection that is over. */
  #learn(what: () => Changes<Domain>): void {
    const { onChanged, signal } = this.#parts;
    if (signal.aborted) return;
    const changes = what();
    if (!isEmpty(changes)) onChanged(changes);
  }

  async #registerOthers(): Promise<void> {
    const { control } = this.#parts;
    await Promise.allSettled(
      others.map(([event, definition]) =>
        control.subscribe(event, ({ dom }) => this.touch(uuidText(dom.uuid), definition)),
      ),
    );
  }

  async #reloadForever(): Promise<void> {
    const { signal, onError } = this.#parts;
    for (let turns = 1; ; turns++) {
      await pause(RELOAD_MS, signal);
      if (signal.aborted) return;
      const read = async (): Promise<void> => {
        await this.#list();
        if (turns % SIZES_EVERY === 0) await this.#sizes.read();
      };
      this.#reading = this.#reading.then(read).catch((thrown: unknown) => {
        if (!signal.aborted) onError(thrown);
      });
      await this.#reading;
    }
  }

  #background(work: () => Promise<void>): void {
    work().catch((thrown: unknown) => {
      if (!this.#parts.signal.aborted) this.#parts.onError(thrown);
    });
  }
}
