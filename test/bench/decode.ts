/**
 * `decode`: one call for the statistics of all running domains, from sending it to having every value. Peer: python3-libvirt (the C
 * library) on the same unix socket. The daemon's answer is made once and costs both sides the same. Beside the time on the wall stands
 * the CPU time of either process, which other work on the machine changes less.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { procedures } from '../../electron/libvirt/index.ts';
import { run as runProgram } from '../lab/lab.ts';
import type { BenchOptions } from './options.ts';
import { connectTo, startStatsDaemon } from './daemonProcess.ts';
import { median, type Report } from './report.ts';

const RUNS = 25;

const peerOutput = z.object({ ms: z.array(z.number()), cpuMs: z.array(z.number()), vms: z.number() });

/** Of each round. */
interface Times {
  readonly ms: readonly number[];
  /** Of all threads of the process. */
  readonly cpuMs: readonly number[];
}

export async function run(report: Report, { vms = [100, 1000, 5000] }: BenchOptions = {}): Promise<void> {
  for (const count of vms) {
    await using daemon = await startStatsDaemon(count);
    const own = await ours(daemon.uri, count);
    const other = await peer(daemon.uri, count);
    const [ms, peerMs] = [median(own.ms), median(other.ms)];
    const [cpuMs, peerCpuMs] = [median(own.cpuMs), median(other.cpuMs)];
    report.add({
      bench: 'decode',
      vms: count,
      ms,
      peerMs,
      ratio: peerMs / ms,
      cpuMs,
      peerCpuMs,
      cpuRatio: peerCpuMs / cpuMs,
    });
  }
}

async function ours(uri: string, vms: number): Promise<Times> {
  await using opened = await connectTo(uri);
  const [times, cpuTimes]: [number[], number[]] = [[], []];
  for (let round = 0; round < RUNS; round++) {
    const started = performance.now();
    const before = process.cpuUsage();
    const { retStats } = await opened.connection.call(procedures.connectGetAllDomainStats, {
      doms: [],
      stats: 0,
      flags: 0,
    });
    times.push(performance.now() - started);
    const { user, system } = process.cpuUsage(before);
    cpuTimes.push((user + system) / 1000);
    if (retStats.length !== vms) throw new Error(`${retStats.length} of ${vms} domains`);
  }
  return { ms: times, cpuMs: cpuTimes };
}

async function peer(uri: string, vms: number): Promise<Times> {
  const script = join(import.meta.dirname, 'peers/domain_stats.py');
  const words = await runProgram(['/usr/bin/python3', script, uri, String(RUNS)], { timeoutMs: 120_000 });
  const { ms, cpuMs, vms: found } = peerOutput.parse(JSON.parse(words));
  if (found !== vms) throw new Error(`${found} of ${vms} domains`);
  return { ms, cpuMs };
}
