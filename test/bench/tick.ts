/**
 * `tick`: what measuring a host costs: calls a tick, and the CPU time of this process (in percent of one core) at the default
 * interval, with what belongs to it: decoding, rates, the store, a window that watches. The daemon is another process.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Sampler } from '../../electron/backend/stats/sampler.ts';
import { Stats } from '../../electron/backend/stats/stats.ts';
import type { Connection } from '../../electron/libvirt/index.ts';
import { memoryOnlySecrets } from '../../electron/web/secrets.ts';
import { openStore } from '../../electron/store/store.ts';
import { settings } from '../../shared/model/settings.ts';
import type { BenchOptions } from './options.ts';
import { connectTo, startStatsDaemon } from './daemonProcess.ts';
import type { Report } from './report.ts';

const TICKS = 15;
/** Code is compiled and every CPU of the host is asked in the first ones. */
const TICKS_BEFORE = 5;
const HOST = 'bench';
const HOST_THREADS = 32;
const VCPUS = 2;

export async function run(report: Report, { vms = [1000] }: BenchOptions = {}): Promise<void> {
  for (const count of vms) report.add({ bench: 'tick', vms: count, ...(await measure(count)) });
}

async function measure(vms: number): Promise<{ readonly callsPerTick: number; readonly cpuPercent: number }> {
  const { statsIntervalSeconds } = settings.parse({});
  const dataDir = await mkdtemp(join(tmpdir(), 'virtdeck-bench-'));
  const store = await openStore(dataDir, memoryOnlySecrets);
  const life = new AbortController();
  try {
    await using daemon = await startStatsDaemon(vms);
    await using opened = await connectTo(daemon.uri);
    let failed: unknown;
    const onError = (thrown: unknown): void => void (failed ??= thrown);
    const stats = new Stats({ store: store.samples, intervalSeconds: () => statsIntervalSeconds, onError });
    const { connection, calls } = counting(opened.connection);
    stats.run(HOST, new Sampler({ bulk: connection, threads: HOST_THREADS, vcpusOf: () => VCPUS }), life.signal);
    const watched = stats.handlers().watch({ hosts: [HOST] }, { signal: life.signal });
    const ticks = watched[Symbol.asyncIterator]();
    const some = async (wanted: number): Promise<void> => {
      for (let tick = 0; tick < wanted; tick++) await ticks.next();
    };
    await some(TICKS_BEFORE);
    await sleep(100); // the call that comes last in a tick is counted with it
    const before = { calls: calls(), cpu: process.cpuUsage(), at: performance.now() };
    await some(TICKS);
    await sleep(100);
    const { user, system } = process.cpuUsage(before.cpu);
    const cpuPercent = (user + system) / 10 / (performance.now() - before.at);
    const callsPerTick = (calls() - before.calls) / TICKS;
    life.abort();
    await stats.close();
    if (failed !== undefined) throw new Error('a tick failed', { cause: failed });
    return { callsPerTick, cpuPercent };
  } finally {
    life.abort();
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function counting(real: Connection): { readonly connection: Pick<Connection, 'call'>; calls(): number } {
  let calls = 0;
  const connection: Pick<Connection, 'call'> = {
    call: (procedure, args, options) => {
      calls += 1;
      return real.call(procedure, args, options);
    },
  };
  return { connection, calls: () => calls };
}
