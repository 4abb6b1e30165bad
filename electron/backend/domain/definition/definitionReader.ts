/**
 * Reads definitions in the background: every domain's after connecting, then those that events name. Each version goes to the
 * store; what a list shows of it goes to the inventory.
 */
import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { AppError } from '../../../../shared/errors.ts';
import type { Domain, DomainSummary } from '../../../../shared/model/domain.ts';
import { summarize } from '../../../../shared/model/domainXml.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import { enums, procedures, uuidBytes, type Connection } from '../../../libvirt/index.ts';
import type { DefinitionStore, DefinitionVersion } from '../../../store/definitions.ts';
import { Batches } from '../../calls/batches.ts';
import type { ObjectTable } from '../../inventory/objectTable.ts';
import { toldOfDomain } from '../knowledge.ts';

/** Calls under way at a time; the bulk lane holds more, statistics go between. */
const SIDE_BY_SIDE = 16;

export interface DefinitionReaderParts {
  readonly host: HostId;
  readonly domains: ObjectTable<Domain>;
  readonly store: Pick<DefinitionStore, 'add'>;
  readonly bulk: Pick<Connection, 'call'>;
  readonly signal: AbortSignal;
  /** The task of ours that is changing this domain, if one is. */
  readonly taskOf: (uuid: string) => string | undefined;
  /** After these were read, whether they had changed or not. */
  readonly onRead: (uuids: readonly string[]) => void;
  readonly onError: (thrown: unknown) => void;
}

/** Names a version of a definition: SHA-256, hex. */
export const definitionHash = (xml: string): string => createHash('sha256').update(xml).digest('hex');

type Version = DefinitionVersion & { readonly xml: string };

export class DefinitionReader {
  readonly #parts: DefinitionReaderParts;
  readonly #batches: Batches;

  constructor(parts: DefinitionReaderParts) {
    this.#parts = parts;
    const { signal, onError } = parts;
    this.#batches = new Batches({ size: SIDE_BY_SIDE, signal, onError, work: (uuids) => this.#readAll(uuids) });
  }

  /** Reads these soon; those already waiting are read once. */
  want(uuids: readonly string[]): void {
    this.#batches.want(uuids);
  }

  async #readAll(uuids: readonly string[]): Promise<void> {
    await this.#take((await Promise.all(uuids.map((uuid) => this.#read(uuid)))).filter((one) => one !== undefined));
    if (!this.#parts.signal.aborted) this.#parts.onRead(uuids);
  }

  /** The persistent definition (of a transient domain its only one); undefined when the domain is gone. */
  async #read(uuid: string): Promise<Version | undefined> {
    const { host, bulk, taskOf, onError, signal } = this.#parts;
    try {
      const dom = { name: '', uuid: uuidBytes(uuid), id: -1 };
      const flags = enums.virDomainXMLFlags.VIR_DOMAIN_XML_INACTIVE;
      const { xml } = await bulk.call(procedures.domainGetXmlDesc, { dom, flags });
      const hash = definitionHash(xml);
      const task = taskOf(uuid);
      const of = { host, kind: 'domain', id: uuid } as const;
      return { of, kind: 'persistent', hash, seenAt: Date.now(), ...(task !== undefined && { task }), xml };
    } catch (thrown) {
      const gone = thrown instanceof AppError && thrown.code === 'notFound';
      if (!gone && !signal.aborted) onError(thrown);
      return undefined;
    }
  }

  async #take(versions: readonly Version[]): Promise<void> {
    const { host, domains, store, onError, signal } = this.#parts;
    const news = versions.filter(({ of, hash }) => domains.get(host, of.id)?.definition?.xmlHash !== hash);
    const summaries = new Map<string, DomainSummary>();
    for (const { of, xml, hash } of news) {
      await turn(); // parsing takes a millisecond or more: others get their turn before each
      if (signal.aborted) return;
      try {
        summaries.set(of.id, summarize(xml, hash));
      } catch (thrown) {
        onError(thrown); // a definition nobody can read is no reason to stop
      }
    }
    // Kept first: who hears of a change asks for the versions at once. What can't be kept is shown all the same.
    await store.add(news).catch(onError);
    domains.put(
      host,
      Array.from(summaries, ([uuid, summary]) => [uuid, toldOfDomain('definition', summary)]),
    );
  }
}
