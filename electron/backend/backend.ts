/** Puts the backend together: one per program, whatever its shell. */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { AppInfo } from '../../shared/api/app.ts';
import type { ApiHandlers } from '../../shared/api/contract.ts';
import { toErrorData } from '../../shared/errors.ts';
import { domainTypes } from '../../shared/model/host.ts';
import { localUris } from '../libvirt/index.ts';
import type { SecretStore } from '../store/secrets.ts';
import { openStore } from '../store/store.ts';
import { openSettings } from './app.ts';
import { consolesHandlers } from './consoles.ts';
import { domainsHandlers } from './domains.ts';
import { Hosts } from './hosts.ts';
import { Inventory } from './inventory.ts';
import { openLog } from './log.ts';
import { OwnChanges } from './ownChanges.ts';
import { openPlanner } from './planners.ts';
import { Questions } from './questions.ts';
import { Stats } from './stats.ts';
import { openTasks, tasksHandlers } from './tasks.ts';

export interface BackendOptions {
  /** The user's own directory for VirtDeck; made if missing. */
  readonly dataDir: string;
  readonly variant: AppInfo['variant'];
  readonly version: string;
  readonly secrets: SecretStore;
}

export interface Backend {
  readonly handlers: ApiHandlers;
  /** Disconnects from all hosts; nothing happens on them. */
  close(): Promise<void>;
}

/** @throws AppError `storeFailed` when the data directory can't be used */
export async function openBackend({ dataDir, variant, version, secrets }: BackendOptions): Promise<Backend> {
  const store = await openStore(dataDir, secrets);
  const log = openLog(dataDir);
  if (store.movedTo !== undefined)
    log.error('the store could not be read and was put aside', { movedTo: store.movedTo });
  const onError = (thrown: unknown): void => log.error('background work failed', toErrorData(thrown));
  const platform = process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
  const settings = await openSettings(store.settings, async () => ({
    version,
    variant,
    platform,
    canRememberSecrets: await secrets.available(),
  }));
  const inventory = new Inventory();
  const questions = new Questions(store.secrets);
  const stats = new Stats({
    store: store.samples,
    intervalSeconds: () => settings.current.statsIntervalSeconds,
    onError,
  });
  const own = new OwnChanges();
  const taskOf = own.taskOf.bind(own);
  const hosts = new Hosts({ store, inventory, questions, stats, log, taskOf });
  const plan = openPlanner(hosts);
  const tasks = await openTasks({ store, plan });
  const life = new AbortController();
  own.follow(tasks, hosts, life.signal).catch(onError);
  await hosts.open();
  if (hosts.count === 0) await addLocalHost(hosts, dataDir);
  return {
    handlers: {
      app: settings.handlers,
      hosts: hosts.handlers(),
      questions: questions.handlers(),
      inventory: inventory.handlers(),
      domains: domainsHandlers({ sessions: hosts, tasks, plan }),
      tasks: tasksHandlers(tasks),
      stats: stats.handlers(),
      consoles: consolesHandlers({ sessions: hosts }),
    },
    close: async () => {
      await tasks.close();
      life.abort();
      await hosts.close();
      await stats.close();
      await store.close();
      await log.close();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a broken hint is no hint
  }
}

/** What quickstart found out about this machine's daemons, by URI; see build/quickstart. */
const quickstart = z.record(z.string(), z.object({ defaultDomainType: z.enum(domainTypes).optional() })).catch({});

/** At the first start this machine is there, if it has a libvirt. */
async function addLocalHost(hosts: Hosts, dataDir: string): Promise<void> {
  const [uri] = await localUris();
  if (uri === undefined) return;
  const text = await readFile(join(dataDir, 'quickstart.json'), 'utf8').catch(() => '{}');
  const defaultDomainType = quickstart.parse(parsed(text))[uri]?.defaultDomainType;
  await hosts.add({ name: hostname(), uri, autoconnect: true, ...(defaultDomainType && { defaultDomainType }) });
}
