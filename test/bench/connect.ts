/**
 * `connect`: from asking for a connection over SSH to a usable list (every VM with its state), cold. Peers: virt-manager's pattern of
 * calls with python3-libvirt, and `virsh list --all`, with the same key to the same daemon over the same link.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { run as runProgram, startLab, type Lab, type LabHost } from '../lab/lab.ts';
import type { BenchOptions } from './options.ts';
import { startBenchProgram } from './program.ts';
import { median, type Report } from './report.ts';

const RUNS = 3;
/** A run of the peer is kept near this; of more VMs it asks a part, and its domain thread's time is scaled. */
const PEER_BUDGET_MS = 45_000;
const VIRSH_BUDGET_MS = 60_000;
const CALLS_PER_VM = 3;
/** What a call costs beside the round trip: measured without delay. */
const CALL_MS = 1;

const peerOutput = z.object({
  ms: z.number(),
  domainsMs: z.number(),
  calls: z.number(),
  vms: z.number(),
  asked: z.number(),
});

export async function run(
  report: Report,
  { vms = [100, 1000, 5000], rtts = [0, 50] }: BenchOptions = {},
): Promise<void> {
  await using lab = await startLab();
  const host = lab.host('h1');
  let defined = 0;
  for (const count of vms.toSorted((a, b) => a - b)) {
    await host.defineMany(count - defined, `bench${count}-`);
    defined = count;
    for (const rttMs of rtts) {
      if (rttMs > 0) await host.delay(rttMs);
      report.add({ bench: 'connect', vms: count, rttMs, ...(await measure(report, lab, host, count, rttMs)) });
      await host.undelay();
    }
  }
}

async function measure(report: Report, lab: Lab, host: LabHost, vms: number, rttMs: number) {
  const runs: number[] = [];
  for (let round = 0; round < RUNS; round++) runs.push(await ours(lab, host, vms));
  const ms = median(runs);
  report.say(`connect: ${vms} VMs, ${rttMs} ms: ours ${runs.map((each) => each.toFixed(0)).join(', ')} ms`);
  const virshMs = await virsh(host, vms, rttMs);
  const peer = await virtManager(host, vms, rttMs);
  return { ms, peerMs: peer.ms, ratio: peer.ms / ms, virshMs, peerAsked: peer.asked, peerCalls: peer.calls };
}

async function ours(lab: Lab, host: LabHost, vms: number): Promise<number> {
  await using program = await startBenchProgram({ knownHosts: await lab.knownHosts() });
  return await program.connect(await program.addHost(host.uri('ssh')), vms);
}

/** libvirt's own ssh transport runs the `ssh` program, which must ask nobody. */
const libvirtUri = (host: LabHost): string => `${host.uri('ssh')}&no_verify=1&no_tty=1`;

/** virsh asks for the state of each VM: null where that would take longer than the budget. */
async function virsh(host: LabHost, vms: number, rttMs: number): Promise<number | null> {
  if (vms * rttMs > VIRSH_BUDGET_MS) return null;
  const started = performance.now();
  await runProgram(['virsh', '-q', '-c', libvirtUri(host), 'list', '--all'], { timeoutMs: 3 * VIRSH_BUDGET_MS });
  return performance.now() - started;
}

async function virtManager(host: LabHost, vms: number, rttMs: number) {
  const limit = Math.max(100, Math.min(vms, Math.floor(PEER_BUDGET_MS / (CALLS_PER_VM * (rttMs + CALL_MS)))));
  const script = join(import.meta.dirname, 'peers/virt_manager_connect.py');
  const words = await runProgram(['/usr/bin/python3', script, libvirtUri(host), String(limit)], { timeoutMs: 300_000 });
  const { ms, domainsMs, asked, calls } = peerOutput.parse(JSON.parse(words));
  if (asked === vms) return { ms, asked, calls };
  // The domain thread is the longest here, so what it would take longer is what the whole would.
  return { ms: ms - domainsMs + (domainsMs * vms) / asked, asked, calls: calls + CALLS_PER_VM * (vms - asked) };
}
