/** What a window may ask of the history of definitions (`shared/api/definition.ts`). */
import { setImmediate as turn } from 'node:timers/promises';
import type { definition } from '../../../../shared/api/definition.ts';
import { appError } from '../../../../shared/errors.ts';
import type {
  DefinitionHit,
  DefinitionVersionInfo,
  DeletedDomain,
} from '../../../../shared/model/definitionVersion.ts';
import { namedDomain } from '../../../../shared/model/editDefinition.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import { isSameObject } from '../../../../shared/model/objectRef.ts';
import type { NounHandlers } from '../../../../shared/rpc/contract.ts';
import { diffLines } from '../../../../shared/xml/diff.ts';
import { parseXml } from '../../../../shared/xml/parse.ts';
import type { DefinitionStore, StoredVersion, VersionFilter } from '../../../store/definitions.ts';
import { checkDefinition } from './check.ts';
import type { Sessions } from '../../session.ts';
import type { Inventory } from '../../inventory/inventory.ts';

/** Versions unpacked at a time. */
const BATCH = 100;
/** Hits a window is given; a search that finds more wants more words. */
const HITS = 200;

export interface DefinitionsParts {
  readonly store: DefinitionStore;
  readonly inventory: Inventory;
  readonly sessions: Sessions;
}

export function definitionHandlers({ store, inventory, sessions }: DefinitionsParts): NounHandlers<typeof definition> {
  return {
    versions: async ({ host, uuid: id, kind }) =>
      (await store.versions({ host, kind: 'domain', id }, kind)).map(infoOf),
    version: async ({ id }) => {
      const found = await store.version(id);
      if (found === undefined) throw appError('notFound', `no version ${id}`, { params: { id } });
      return { xml: found.xml };
    },
    search: ({ text, uuid: id, ...filter }, { signal }) =>
      search(store, { noun: 'domain', id, ...filter }, text, signal),
    deleted: ({ host }) => deletedDomains(store, inventory, host),
    check: ({ host, xml }) => checkDefinition(sessions.get(host), xml),
  };
}

const infoOf = ({ id, of, kind, seenAt, hash, task, verb }: StoredVersion): DefinitionVersionInfo => ({
  id,
  host: of.host,
  uuid: of.id,
  kind,
  seenAt,
  hash,
  by: task === undefined ? 'outside' : 'us',
  ...(task !== undefined && { task }),
  ...(verb !== undefined && { verb }),
});

async function search(
  store: DefinitionStore,
  filter: VersionFilter,
  text: string,
  signal: AbortSignal,
): Promise<readonly DefinitionHit[]> {
  const wanted = text.toLowerCase();
  const hits: DefinitionHit[] = [];
  let before: (StoredVersion & { readonly xml: string }) | undefined;
  for (;;) {
    const versions = await store.batch(filter, before, BATCH);
    for (const version of versions) {
      signal.throwIfAborted();
      const older = before !== undefined && isSameObject(before.of, version.of) ? before.xml : '';
      const lines = changedLines(older, version.xml, wanted);
      if (lines.length > 0) hits.push({ version: infoOf(version), lines });
      before = version;
      await turn(); // a comparison takes a millisecond or more
    }
    if (versions.length < BATCH) break;
  }
  return hits.toSorted((a, b) => b.version.seenAt - a.version.seenAt).slice(0, HITS);
}

/** Lines with the text that came or went; the first version of a domain has them all. */
function changedLines(older: string, newer: string, wanted: string): DefinitionHit['lines'] {
  const has = (text: string): boolean => text.toLowerCase().includes(wanted);
  if (!has(older) && !has(newer)) return [];
  return diffLines(older, newer).flatMap(({ kind, text }) =>
    kind !== 'same' && has(text) ? { kind, text: text.trim() } : [],
  );
}

async function deletedDomains(
  store: DefinitionStore,
  inventory: Inventory,
  host: HostId | undefined,
): Promise<readonly DeletedDomain[]> {
  const gone = (await store.newest('domain', host)).filter(
    ({ of }) => inventory.of('domain').get(of.host, of.id) === undefined,
  );
  const found: DeletedDomain[] = [];
  for (const { id, of, seenAt } of gone) {
    const version = await store.version(id);
    if (version === undefined) continue;
    const name = namedDomain.read(parseXml(version.xml).root, 'name');
    found.push({
      host: of.host,
      uuid: of.id,
      name: typeof name === 'string' ? name : of.id,
      lastSeen: seenAt,
      version: id,
    });
  }
  return found.toSorted((a, b) => b.lastSeen - a.lastSeen);
}
