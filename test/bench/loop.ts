/**
 * `loop`: the longest time in which the backend's process answered nobody, and the most CPU time it spent in one turn, while it connects
 * over SSH to a host with many VMs, reads every definition in the background and measures. A window watches; what it does with what it
 * gets is another process's affair.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serialize } from 'node:v8';
import { openBackend, type Backend } from '../../electron/backend/backend.ts';
import { memoryOnlySecrets } from '../../electron/web/secrets.ts';
import { startLab } from '../lab/lab.ts';
import type { BenchOptions } from './options.ts';
import { makeHome } from './home.ts';
import type { Report } from './report.ts';
import { watchTurns } from './turns.ts';

/** After the last definition: statistics go on, what was learned goes to the store. */
const AFTER_MS = 6000;

export async function run(report: Report, { vms = [5000] }: BenchOptions = {}): Promise<void> {
  await using lab = await startLab();
  const host = lab.host('h1');
  let defined = 0;
  for (const count of vms.toSorted((a, b) => a - b)) {
    await host.defineMany(count - defined, `bench${count}-`);
    defined = count;
    await using home = await makeHome(await lab.knownHosts());
    const dataDir = join(home.path, 'data');
    const backend = await openBackend({ dataDir, variant: 'browser', version: '0.0.0', secrets: memoryOnlySecrets });
    try {
      report.add({ bench: 'loop', vms: count, ...(await measure(backend, host.uri('ssh'), count, report)) });
    } finally {
      await backend.close();
    }
  }
}

async function measure({ handlers }: Backend, uri: string, vms: number, report: Report) {
  const stop = new AbortController();
  const context = { signal: stop.signal };
  const id = await handlers.host.add({ uri, name: 'bench', autoconnect: false }, context);
  const watching = watchTicks(handlers, id, stop.signal);
  await sleep(500); // starting the program isn't measured
  const turns = watchTurns();
  const started = performance.now();
  await handlers.host.connect({ host: id }, context);
  const known = new Set<string>();
  let listedMs: number | undefined;
  for await (const changes of handlers.inventory.watch({ kinds: ['host', 'domain'] }, context)) {
    serialize(changes); // as a port does before the window gets it
    const status = changes.host?.updated[id]?.status;
    if (status?.kind === 'failed') throw new Error(status.error.message);
    const records = Object.values({ ...changes.domain?.added, ...changes.domain?.updated });
    if (records.length > 0) listedMs ??= performance.now() - started;
    for (const { host, uuid, definition } of records) if (host === id && definition) known.add(uuid);
    if (known.size >= vms) break;
  }
  const readMs = performance.now() - started;
  await sleep(AFTER_MS);
  const { maxBlockMs, maxCpuMs, p99Ms } = turns();
  stop.abort();
  const ticks = await watching;
  if (ticks === 0) throw new Error('nothing was measured meanwhile');
  report.say(`loop: listed after ${listedMs?.toFixed(0)} ms, all definitions read after ${readMs.toFixed(0)} ms`);
  return { maxBlockMs, maxCpuMs, p99Ms, readMs };
}

async function watchTicks({ stats }: Backend['handlers'], host: string, signal: AbortSignal): Promise<number> {
  let ticks = 0;
  for await (const tick of stats.watch({ hosts: [host] }, { signal })) {
    serialize(tick);
    ticks += 1;
  }
  return ticks;
}
