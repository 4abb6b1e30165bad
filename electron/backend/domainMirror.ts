/**
 * Keeps one host's domains true while it is connected: first load, then event -> read that one domain again -> inventory. What
 * libvirt has no event for (autostart changed by somebody else) comes with a full list every half minute.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import { isActive, type Domain } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import { enums, events, type Connection, type LibvirtEvent } from '../libvirt/index.ts';
import { pause } from './pause.ts';
import { readAll, readOne, readSizes, uuidText, type WireDomain } from './domainRead.ts';
import type { Inventory } from './inventory.ts';

const RELOAD_MS = 30_000;
/** Lists until memory and vCPUs are read again, too; they cost the host much more. */
const SIZES_EVERY = 10;
/** Events come in bursts (a start sends four): a domain is read once for those of this time. */
const SETTLE_MS = 20;
/** With more domains to read again than this, one list costs less. */
const MANY = 40;
/** Records put in place before others get their turn. */
const CHANGED_IN_A_TURN = 250;

export interface MirrorParts {
  readonly host: HostId;
  readonly inventory: Inventory;
  readonly control: Connection;
  readonly bulk: Connection;
  /** Aborts when the connection is over. */
  readonly signal: AbortSignal;
  /** Domains whose definition may have changed. */
  readonly onDefinition: (uuids: readonly string[]) => void;
  /** What the inventory was told, to be remembered. */
  readonly onChanged: (changed: readonly Domain[], removed: readonly string[]) => void;
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

export class DomainMirror {
  readonly #parts: MirrorParts;
  readonly #touched = new Set<string>();
  /** Those of them whose definition is to be read after them. */
  readonly #redefined = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(parts: MirrorParts) {
    this.#parts = parts;
    parts.signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  /**
   * Registers for lifecycle events and lists, in one round trip; events that come meanwhile are read after the list, so that none
   * is lost and none is overwritten by an older answer.
   */
  async load(): Promise<void> {
    const { control, bulk, host } = this.#parts;
    const registered = control
      .subscribe(events.domainLifecycle, ({ dom, event }) => this.touch(uuidText(dom.uuid), redefining.includes(event)))
      .catch((thrown: unknown) => {
        if (!(thrown instanceof AppError && thrown.code === 'notSupported')) throw thrown; // the lists will tell, later
      });
    const listed = readAll(host, control, bulk);
    this.#reading = listed.then(
      (domains) => this.#replace(domains),
      () => undefined,
    );
    const [domains] = await Promise.all([listed, registered]);
    await this.#reading;
    this.#parts.onDefinition(domains.map(({ uuid }) => uuid));
    this.#background(() => this.#completeSizes());
    this.#background(() => this.#registerOthers());
    this.#background(() => this.#reloadForever());
  }

  /** Reads a domain again soon. */
  touch(uuid: string, definition: boolean): void {
    this.#touched.add(uuid);
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
      if (uuids.length > MANY) await this.#list();
      else await Promise.all(uuids.map((uuid) => this.#read(uuid)));
    } catch (thrown) {
      if (!this.#parts.signal.aborted) this.#parts.onError(thrown);
    }
    // Not before: a definition is shown with its domain, and a new domain is known only now.
    if (redefined.length > 0) this.#parts.onDefinition(redefined);
  }

  async #read(uuid: string): Promise<void> {
    const { host, control } = this.#parts;
    try {
      this.#change([await readOne(host, control, uuid)], []);
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown;
      this.#change([], [uuid]);
    }
  }

  async #readInTurn(uuids: readonly string[]): Promise<void> {
    for (let at = 0; at < uuids.length && !this.#parts.signal.aborted; at += MANY) {
      const part = uuids.slice(at, at + MANY);
      const { host, bulk } = this.#parts;
      const read = await Promise.allSettled(part.map((uuid) => readOne(host, bulk, uuid)));
      this.#change(
        read.filter((one) => one.status === 'fulfilled').map(({ value }) => value),
        [],
      );
    }
  }

  /** Memory and vCPUs, which the list leaves out. A driver whose statistics don't tell them is asked domain by domain. */
  async #completeSizes(): Promise<void> {
    const { host, inventory } = this.#parts;
    await this.#readSizes();
    const missing = [...inventory.domains(host)].filter(({ vcpus, memoryKiB }) => !vcpus || !memoryKiB);
    await this.#readInTurn(missing.map(({ uuid }) => uuid));
  }

  async #readSizes(): Promise<void> {
    const { host, inventory, bulk } = this.#parts;
    const sizes = await readSizes(bulk);
    const domains = [...inventory.domains(host)].map(({ uuid }) => uuid);
    for (let at = 0; at < domains.length; at += CHANGED_IN_A_TURN) {
      if (at > 0) await turn();
      const part = domains.slice(at, at + CHANGED_IN_A_TURN).map((uuid) => inventory.domain(host, uuid));
      this.#change(
        part.filter((domain) => domain !== undefined).map((domain) => ({ ...domain, ...sizes.get(domain.uuid) })),
        [],
      );
    }
  }

  async #list(): Promise<void> {
    const { host, control, bulk } = this.#parts;
    await this.#replace(await readAll(host, control, bulk));
  }

  async #replace(domains: readonly Domain[]): Promise<void> {
    const { host, inventory } = this.#parts;
    const now = new Set(domains.map(({ uuid }) => uuid));
    const removed = [...inventory.domains(host)].map(({ uuid }) => uuid).filter((uuid) => !now.has(uuid));
    this.#change([], removed);
    for (let at = 0; at < domains.length; at += CHANGED_IN_A_TURN) {
      if (at > 0) await turn();
      this.#change(domains.slice(at, at + CHANGED_IN_A_TURN), []);
    }
  }

  /** What was learned before and this answer doesn't say (the definition's part; maxima that a list can't tell) is kept. */
  #change(read: readonly Domain[], removed: readonly string[]): void {
    const { host, inventory, onChanged, signal } = this.#parts;
    if (signal.aborted) return;
    const changed = read.map((domain) => {
      const before = inventory.domain(host, domain.uuid);
      return {
        ...(before?.definition && { definition: before.definition }),
        ...(before?.pending !== undefined && isActive(domain.state) && { pending: before.pending }),
        ...(before?.vcpus && { vcpus: before.vcpus }),
        ...(before?.memoryKiB && { memoryKiB: before.memoryKiB }),
        ...domain,
      };
    });
    const { added, updated, removed: gone } = inventory.changeDomains(host, changed, removed);
    const records = [...Object.values(added), ...Object.values(updated)];
    if (records.length > 0 || gone.length > 0) onChanged(records, removed);
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
        if (turns % SIZES_EVERY === 0) await this.#readSizes();
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
