/** The whole backend with a window's client, in this process and with a home of its own: the side of VirtDeck that is measured. */
import { join } from 'node:path';
import { openBackend } from '../../electron/backend/backend.ts';
import { memoryOnlySecrets } from '../../electron/web/secrets.ts';
import { contract, type Api } from '../../shared/api/contract.ts';
import { apply } from '../../shared/changes.ts';
import type { Domain } from '../../shared/model/domain.ts';
import type { Host } from '../../shared/model/host.ts';
import type { Task } from '../../shared/model/task.ts';
import { connect } from '../../shared/rpc/client.ts';
import { memoryPorts } from '../../shared/rpc/memory.ts';
import { serve } from '../../shared/rpc/server.ts';
import { makeHome } from './home.ts';

interface Inventory {
  readonly hosts: Readonly<Record<string, Host>>;
  readonly domains: Readonly<Record<string, Domain>>;
}

export interface BenchProgram extends AsyncDisposable {
  readonly api: Api;
  /** Adds a host without connecting it; its id. */
  addHost(uri: string): Promise<string>;
  /** From asking for the connection until the window knows the host as connected, with this many domains; ms. */
  connect(host: string, domains: number): Promise<number>;
  /** Waits, without asking, until the window's inventory is as wanted. */
  until(wanted: (inventory: Inventory) => boolean): Promise<Inventory>;
  /** Waits, without asking, until the task is done. @throws Error when it failed */
  taskDone(id: string): Promise<void>;
}

export interface BenchProgramOptions {
  /** known_hosts lines that the program trusts. */
  readonly knownHosts?: string;
}

/** A new home and data directory each time: nothing is remembered from an earlier run. */
export async function startBenchProgram({ knownHosts = '' }: BenchProgramOptions = {}): Promise<BenchProgram> {
  const home = await makeHome(knownHosts);
  const dataDir = join(home.path, 'data');
  const backend = await openBackend({ dataDir, variant: 'browser', version: '0.0.0', secrets: memoryOnlySecrets });
  const [here, there] = memoryPorts();
  const server = serve(there, contract, backend.handlers);
  const { client: api, close } = connect(here, contract);
  const stop = new AbortController();
  const watched = watchInventory(api, stop.signal);
  const addHost = (uri: string): Promise<string> => api.host.add({ uri, name: 'bench', autoconnect: false });
  return {
    api,
    addHost,
    until: watched.until,
    taskDone: (id) => taskDone(api, id),
    connect: async (host, domains) => {
      const started = performance.now();
      await api.host.connect({ host });
      await watched.until((inventory) => isUsable(inventory, host, domains));
      return performance.now() - started;
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await watched.ended;
      close();
      server.close();
      await backend.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

async function taskDone(api: Api, id: string): Promise<void> {
  const stop = new AbortController();
  let tasks: Readonly<Record<string, Task>> = {};
  for await (const changes of api.task.watch({}, stop)) {
    tasks = apply(tasks, changes);
    const task = tasks[id];
    if (task === undefined || task.state === 'running') continue;
    if (task.state !== 'done') throw new Error(`${task.verb}: ${task.state} ${task.error?.message}`);
    return;
  }
}

/** @throws Error when connecting has failed */
function isUsable({ hosts, domains }: Inventory, id: string, wanted: number): boolean {
  const host = hosts[id];
  const status = host?.status;
  if (status?.kind === 'failed' || status?.kind === 'reconnecting') {
    throw new Error(`connecting failed: ${status.error.code}: ${status.error.message}`);
  }
  if (status?.kind !== 'connected' || host?.stale !== false) return false;
  return Object.values(domains).filter((domain) => domain.host === id).length >= wanted;
}

function watchInventory(api: Api, signal: AbortSignal) {
  let inventory: Inventory = { hosts: {}, domains: {} };
  const waiting = new Set<() => void>();
  const stop = new AbortController();
  signal.addEventListener('abort', () => stop.abort(), { once: true });
  const follow = async (): Promise<void> => {
    for await (const { host, domain } of api.inventory.watch({ kinds: ['host', 'domain'] }, stop)) {
      inventory = {
        hosts: host ? apply(inventory.hosts, host) : inventory.hosts,
        domains: domain ? apply(inventory.domains, domain) : inventory.domains,
      };
      for (const look of waiting) look();
    }
  };
  return {
    ended: follow().catch((thrown: unknown) => {
      if (!signal.aborted) throw thrown;
    }),
    until: (wanted: (inventory: Inventory) => boolean): Promise<Inventory> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          try {
            if (!wanted(inventory)) return;
            resolve(inventory);
          } catch (thrown) {
            reject(thrown);
          }
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}
