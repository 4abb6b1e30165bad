/**
 * Counts, for every running domain, what differs between its running and its persistent definition: the mark "at next start" of lists.
 * Reads in the background, behind the definitions, because both texts are needed.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { isEmpty, type Changes } from '../../shared/changes.ts';
import { AppError } from '../../shared/errors.ts';
import { isActive, type Domain } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import { pendingSteps } from '../../shared/model/pendingChanges.ts';
import { enums, procedures, type Connection } from '../libvirt/index.ts';
import { uuidBytes } from './domainRead.ts';
import type { Inventory } from './inventory.ts';
import { takeInTurns } from './turns.ts';

/** Domains read at a time; the bulk lane holds more, statistics go between. */
const SIDE_BY_SIDE = 4;

export interface PendingReaderParts {
  readonly host: HostId;
  readonly inventory: Inventory;
  readonly bulk: Pick<Connection, 'call'>;
  readonly signal: AbortSignal;
  readonly onChanged: (changes: Changes<Domain>) => void;
  readonly onError: (thrown: unknown) => void;
}

export class PendingReader {
  readonly #parts: PendingReaderParts;
  readonly #wanted = new Set<string>();
  #running = false;

  constructor(parts: PendingReaderParts) {
    this.#parts = parts;
  }

  /** Looks at these soon. */
  want(uuids: Iterable<string>): void {
    for (const uuid of uuids) this.#wanted.add(uuid);
    if (this.#running) return;
    this.#running = true;
    this.#run()
      .catch((thrown: unknown) => {
        if (!this.#parts.signal.aborted) this.#parts.onError(thrown);
      })
      .finally(() => (this.#running = false));
  }

  async #run(): Promise<void> {
    const { signal } = this.#parts;
    while (this.#wanted.size > 0 && !signal.aborted) {
      const batch = [...this.#wanted].slice(0, SIDE_BY_SIDE);
      for (const uuid of batch) this.#wanted.delete(uuid);
      await Promise.all(batch.map((uuid) => this.#look(uuid)));
    }
  }

  async #look(uuid: string): Promise<void> {
    const { host, inventory, signal, onError } = this.#parts;
    const domain = inventory.domain(host, uuid);
    if (domain === undefined) return;
    try {
      const count = isActive(domain) && domain.persistent ? await this.#count(uuid) : 0;
      if (!signal.aborted) this.#mark(uuid, count);
    } catch (thrown) {
      const gone = thrown instanceof AppError && thrown.code === 'notFound';
      if (!gone && !signal.aborted) onError(thrown);
    }
  }

  async #count(uuid: string): Promise<number> {
    const { bulk } = this.#parts;
    const dom = { name: '', uuid: uuidBytes(uuid), id: -1 };
    const [live, persistent] = await Promise.all(
      [0, enums.virDomainXMLFlags.VIR_DOMAIN_XML_INACTIVE].map((flags) =>
        bulk.call(procedures.domainGetXmlDesc, { dom, flags }),
      ),
    );
    await turn(); // comparing takes some milliseconds, and of a definition with hundreds of disks a tenth of a second
    const steps = await takeInTurns(pendingSteps(live?.xml ?? '', persistent?.xml ?? ''));
    return steps.flat().length;
  }

  #mark(uuid: string, count: number): void {
    const { host, inventory, onChanged } = this.#parts;
    const changes = inventory.learn(host, 'pending', [[uuid, count]]);
    if (!isEmpty(changes)) onChanged(changes);
  }
}
