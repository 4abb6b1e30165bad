/** A folder of its own for the store of each test, and what tests keep in it. */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { SampleChunk } from '../../electron/store/sampleChunk.ts';
import type { SecretStore } from '../../electron/store/secrets.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { memoryOnlySecrets } from '../../electron/web/secrets.ts';
import { snapshot } from '../../shared/changes.ts';
import type { Domain } from '../../shared/model/domain.ts';
import { recordKey } from '../../shared/model/objectRef.ts';
import { refOfRecord } from '../../shared/model/objects.ts';
import { domainColumns, hostColumns } from '../../shared/model/stats.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

export interface StoreFolder {
  /** The test's. */
  readonly directory: string;
  /** The database in it. */
  readonly file: string;
  /** Opens the store, which ends with the test. */
  readonly open: (secrets?: SecretStore) => Promise<Store>;
  /** As at the next start of the program. */
  readonly reopen: (store: Store) => Promise<Store>;
}

/** For all tests of a file: each finds its folder empty, and leaves none. */
export function storeFolder(): StoreFolder {
  let directory = '';
  const opened: Store[] = [];
  const open = async (secrets: SecretStore = memoryOnlySecrets): Promise<Store> => {
    const store = await openStore(directory, secrets);
    opened.push(store);
    return store;
  };
  beforeEach(() => {
    directory = join(temporaryFolder('virtdeck-store-'), 'data');
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await rm(dirname(directory), { recursive: true, force: true });
  });
  return {
    get directory() {
      return directory;
    },
    get file() {
      return join(directory, 'virtdeck.sqlite');
    },
    open,
    reopen: async (store) => {
      await store.close();
      return await open();
    },
  };
}

export const host = { id: 'h1', name: 'host one', uri: 'qemu:///system', autoconnect: true };
export const uuidOf = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
export const domain = (index: number, name = `vm${index}`): Domain => ({
  host: host.id,
  uuid: uuidOf(index),
  name,
  state: 'running',
  stateReason: 1,
  id: index,
  persistent: true,
  autostart: false,
  managedSave: false,
});
export const domainRef = (index: number) => ({ host: host.id, kind: 'domain', id: uuidOf(index) }) as const;
export const changed = (...domains: readonly Domain[]) =>
  snapshot(domains.map((each) => [recordKey(refOfRecord.domain(each)), each] as const));

/** When samples begin. */
export const start = Date.UTC(2026, 0, 1);

const columns = (fill: number): Float32Array => new Float32Array(hostColumns.length).fill(fill);

/** `count` rows, 2 s apart, whose values are those of `fill` by the row's number. */
export function ticks(from: number, count: number, fill: (row: number) => number = () => 1, vms = 1): SampleChunk {
  return {
    uuids: Array.from({ length: vms }, (_, index) => uuidOf(index)),
    rows: Array.from({ length: count }, (_, row) => ({
      at: start + from + row * 2000,
      host: columns(fill(row)),
      domains: new Float32Array(domainColumns.length * vms).fill(fill(row)),
    })),
  };
}
