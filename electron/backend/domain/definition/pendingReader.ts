/**
 * Reads the running definition of every domain that runs: each version goes to the store; how much of it differs from the persistent one
 * goes to the inventory, for the mark "at next start" of lists. In the background, behind the persistent definitions.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { AppError } from '../../../../shared/errors.ts';
import { isActive, type Domain } from '../../../../shared/model/domain.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import { pendingSteps } from '../../../../shared/model/pendingChanges.ts';
import { enums, procedures, uuidBytes, type Connection } from '../../../libvirt/index.ts';
import type { DefinitionStore } from '../../../store/definitions.ts';
import { definitionHash } from './definitionReader.ts';
import { isOfRunning } from './isOfRunning.ts';
import { toldOfDomain, type DomainKnowledge } from '../knowledge.ts';
import type { ObjectTable } from '../../inventory/objectTable.ts';
import { Batches } from '../../calls/batches.ts';
import { takeInTurns } from '../../calls/turns.ts';

/** Domains read at a time; the bulk lane holds more, statistics go between. */
const SIDE_BY_SIDE = 4;

export interface PendingReaderParts {
  readonly host: HostId;
  readonly domains: ObjectTable<Domain>;
  readonly store: Pick<DefinitionStore, 'add'>;
  readonly bulk: Pick<Connection, 'call'>;
  /** The task of ours that is changing this domain, if one is. */
  readonly taskOf: (uuid: string) => string | undefined;
  readonly signal: AbortSignal;
  readonly onError: (thrown: unknown) => void;
}

export class PendingReader {
  readonly #parts: PendingReaderParts;
  readonly #batches: Batches;

  constructor(parts: PendingReaderParts) {
    this.#parts = parts;
    const { signal, onError } = parts;
    const work = async (uuids: readonly string[]): Promise<void> => {
      await Promise.all(uuids.map((uuid) => this.#look(uuid)));
    };
    this.#batches = new Batches({ size: SIDE_BY_SIDE, signal, onError, work });
  }

  /** Looks at these soon. */
  want(uuids: Iterable<string>): void {
    this.#batches.want(uuids);
  }

  async #look(uuid: string): Promise<void> {
    const { host, domains, signal, onError } = this.#parts;
    const domain = domains.get(host, uuid);
    if (domain === undefined) return;
    try {
      const count = isActive(domain) ? await this.#read(domain) : 0;
      if (!signal.aborted) this.#learn('pending', uuid, count);
    } catch (thrown) {
      const gone = thrown instanceof AppError && thrown.code === 'notFound';
      if (!gone && !signal.aborted) onError(thrown);
    }
  }

  /** @returns how much differs at the next start */
  async #read({ uuid, persistent }: Domain): Promise<number> {
    const { bulk } = this.#parts;
    const dom = { name: '', uuid: uuidBytes(uuid), id: -1 };
    const read = async (flags: number): Promise<string> =>
      (await bulk.call(procedures.domainGetXmlDesc, { dom, flags })).xml;
    const [live, next] = await Promise.all([
      read(0),
      persistent ? read(enums.virDomainXMLFlags.VIR_DOMAIN_XML_INACTIVE) : undefined,
    ]);
    await this.#keep(uuid, live);
    if (next === undefined) return 0;
    await turn(); // comparing takes some milliseconds, and of a definition with hundreds of disks a tenth of a second
    return (await takeInTurns(pendingSteps(live, next))).flat().length;
  }

  /** Kept first, told then: who hears of a change asks for the versions at once. A guest that went off meanwhile may have given either text. */
  async #keep(uuid: string, xml: string): Promise<void> {
    const { host, domains, store, taskOf, signal, onError } = this.#parts;
    const domain = domains.get(host, uuid);
    if (signal.aborted || domain === undefined || !isActive(domain) || !isOfRunning(xml)) return;
    const hash = definitionHash(xml);
    if (domain.liveXmlHash === hash) return;
    const task = taskOf(uuid);
    const version = {
      of: { host, kind: 'domain', id: uuid },
      kind: 'live',
      hash,
      seenAt: Date.now(),
      ...(task !== undefined && { task }),
      xml,
    } as const;
    await store.add([version]).catch(onError);
    if (!signal.aborted) this.#learn('live', uuid, hash);
  }

  #learn<S extends 'pending' | 'live'>(source: S, uuid: string, said: DomainKnowledge[S]): void {
    this.#parts.domains.put(this.#parts.host, [[uuid, toldOfDomain(source, said)]]);
  }
}
