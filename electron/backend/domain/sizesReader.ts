/**
 * Reads memory and vCPUs of all domains of a host, which its list leaves out because they cost it most. Meanwhile events may bring newer
 * ones of single domains: for those this answer is not used.
 */
import type { HostId } from '../../../shared/model/host.ts';
import { toldOfDomain, type DomainSizes } from './knowledge.ts';
import { readOne, readSizes, type Caller } from './read.ts';
import type { Domain } from '../../../shared/model/domain.ts';
import { CHANGED_IN_A_TURN } from '../inventory/inventory.ts';
import type { ObjectTable } from '../inventory/objectTable.ts';
import { inParts } from '../calls/turns.ts';

/** Domains asked at a time where the driver's statistics don't tell sizes. */
const SIDE_BY_SIDE = 40;

export interface DomainSizesReaderParts {
  readonly host: HostId;
  readonly domains: ObjectTable<Domain>;
  readonly bulk: Caller;
  readonly signal: AbortSignal;
}

type Sizes = readonly (readonly [uuid: string, sizes: DomainSizes])[];

export class DomainSizesReader {
  readonly #parts: DomainSizesReaderParts;
  #reading: Promise<void> | undefined;
  #again: Promise<void> | undefined;
  /** Named by an event since the reading under way began: it is read by itself, after the event. */
  readonly #overtaken = new Set<string>();
  /** Waiting for the next reading. */
  readonly #changed = new Set<string>();

  constructor(parts: DomainSizesReaderParts) {
    this.#parts = parts;
  }

  /** An event named this domain, which is going to be read again. */
  overtake(uuid: string): void {
    if (this.#reading) this.#overtaken.add(uuid);
  }

  /**
   * Reads them; who asks while a reading is under way gets the one after it, which knows more.
   * @param changed domains whose sizes may have changed: a driver whose statistics don't tell sizes is asked for each of them
   */
  read(changed: readonly string[] = []): Promise<void> {
    for (const uuid of changed) this.#changed.add(uuid);
    if (!this.#reading) return this.#begin();
    this.#again ??= this.#after(this.#reading);
    return this.#again;
  }

  async #after(reading: Promise<void>): Promise<void> {
    await Promise.allSettled([reading]); // whoever asked for it hears of its failure
    this.#again = undefined;
    await this.#begin();
  }

  #begin(): Promise<void> {
    this.#overtaken.clear();
    this.#reading = this.#readAll().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    const { host, domains, bulk, signal } = this.#parts;
    const changed = new Set(this.#changed);
    this.#changed.clear();
    const told = await readSizes(bulk);
    await this.#tell([...told]);
    const missing = [...domains.of(host)].filter(
      ({ uuid, vcpus, memoryKiB }) =>
        !vcpus || !memoryKiB || (changed.has(uuid) && told.get(uuid)?.memoryKiB === undefined),
    );
    for (let at = 0; at < missing.length && !signal.aborted; at += SIDE_BY_SIDE) {
      const part = missing.slice(at, at + SIDE_BY_SIDE);
      const read = await Promise.allSettled(
        part.map(async ({ uuid }) => [uuid, (await readOne(bulk, uuid)).sizes] as const),
      );
      await this.#tell(read.filter((one) => one.status === 'fulfilled').map(({ value }) => value));
    }
  }

  async #tell(sizes: Sizes): Promise<void> {
    const { host, domains, signal } = this.#parts;
    await inParts(sizes, CHANGED_IN_A_TURN, (part) => {
      if (signal.aborted) return;
      // Asked of each part anew: events come between parts, too.
      const current = part.filter(([uuid]) => !this.#overtaken.has(uuid));
      domains.put(
        host,
        current.map(([uuid, told]) => [uuid, toldOfDomain('sizes', told)]),
      );
    });
  }
}
