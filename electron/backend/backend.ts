/** Puts the backend together: one per program, whatever its shell. */
import { hostname } from 'node:os';
import type { AppInfo } from '../../shared/api/app.ts';
import type { InventoryChanges } from '../../shared/api/inventory.ts';
import type { ApiHandlers } from '../../shared/api/contract.ts';
import { toErrorData } from '../../shared/errors.ts';
import { hostedKinds } from '../../shared/model/objects.ts';
import { localUris, parseUri, resolveUri } from '../libvirt/index.ts';
import type { SecretStore } from '../store/secrets.ts';
import type { ObjectStore } from '../store/objects.ts';
import { openStore } from '../store/store.ts';
import { openSettings } from './app.ts';
import { openCreation } from './creation/handlers.ts';
import { watchDeviceNumbers } from './domain/deviceNumbers.ts';
import { definitionHandlers } from './domain/definition/handlers.ts';
import { Hosts } from './host/hosts.ts';
import { Children } from './inventory/children.ts';
import { Inventory } from './inventory/inventory.ts';
import { openLog } from './log.ts';
import { nounHandlers, nouns } from './nouns.ts';
import { ChangeOrigin } from './task/changeOrigin.ts';
import { planHandlers } from './task/preview.ts';
import { openPlanner } from './verbs.ts';
import { readQuickstartMarks } from './host/quickstartMarks.ts';
import { Prompts } from './host/prompts.ts';
import { Stats } from './stats/stats.ts';
import { openTasks, taskHandlers } from './task/tasks.ts';
import { openWaitingEdits } from './domain/edit/waitingEdits.ts';

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
  const settings = await openSettings(store.settings, async () => ({
    version,
    variant,
    platform: platformOf(process.platform),
    canRememberSecrets: await secrets.available(),
  }));
  const inventory = new Inventory((learned) => void keep(store.objects, learned).catch(onError));
  const prompts = new Prompts(store.secrets);
  const intervalSeconds = (): number => settings.current.statsIntervalSeconds;
  const stats = new Stats({ store: store.samples, intervalSeconds, onError });
  const own = new ChangeOrigin();
  const marks = await readQuickstartMarks(dataDir);
  const children = new Children(nouns);
  const taskOf = own.taskOf.bind(own);
  const hosts = new Hosts({ store, inventory, children, prompts, stats, log, nouns, taskOf }, marks);
  const plan = openPlanner(hosts);
  const tasks = await openTasks({ store, plan });
  const life = new AbortController();
  own.follow(tasks, hosts, life.signal).catch(onError);
  await hosts.open();
  const common = { sessions: hosts, tasks, plan };
  const background = { ...common, onError, signal: life.signal };
  const creation = await openCreation({ ...background, dataDir });
  const waitingEdits = await openWaitingEdits({ ...background, store: store.waitingEdits, inventory });
  if (hosts.count === 0) await addFirstHost(hosts, onError);
  return {
    handlers: {
      app: settings.handlers,
      host: hosts.handlers(),
      prompt: prompts.handlers(),
      inventory: { ...inventory.handlers(), ...children.handlers(hosts) },
      ...nounHandlers(common),
      waitingEdits,
      creation,
      definition: definitionHandlers({ store: store.definitions, inventory, sessions: hosts }),
      plan: planHandlers({ plan }),
      task: taskHandlers(tasks),
      stats: { ...stats.handlers(), watchDevices: watchDeviceNumbers({ sessions: hosts, intervalSeconds }) },
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

/** What was learned of hosts' objects is there at the next start. */
async function keep(objects: ObjectStore, learned: InventoryChanges): Promise<void> {
  for (const kind of hostedKinds) {
    const changes = learned[kind];
    if (changes) await objects.save(kind, changes);
  }
}

const platformOf = (platform: NodeJS.Platform): AppInfo['platform'] =>
  platform === 'darwin' || platform === 'win32' ? platform : 'linux';

/** At the first start the host is there that libvirt's own clients go to, else this machine, if it has a libvirt. */
async function addFirstHost(hosts: Hosts, onError: (thrown: unknown) => void): Promise<void> {
  const add = (uri: string) => hosts.add({ name: parseUri(uri).host ?? hostname(), uri, autoconnect: true });
  try {
    const configured = await resolveUri('');
    if (configured !== '') return void (await add(configured));
  } catch (thrown) {
    onError(thrown); // a default that can't be read: the dialog that adds hosts says why
  }
  const [local] = await localUris();
  if (local !== undefined) await add(local);
}
