/**
 * `transfer`: a file into a storage pool and out of it again, through a window's channel and our one SSH connection. Peers: `virsh
 * vol-upload` and `vol-download` with the same key over the same link, with `--sparse` for a file with holes.
 */
import { randomFillSync } from 'node:crypto';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteChannel } from '../../shared/rpc/contract.ts';
import { run as runProgram, startLab, type Lab, type LabHost } from '../lab/lab.ts';
import type { BenchOptions } from './options.ts';
import { startBenchProgram, type BenchProgram } from './program.ts';
import { median, type Report } from './report.ts';

const MiB = 1024 * 1024;
const RUNS = 3;
/** What is read of a file at a time. */
const PIECE_BYTES = 256 * 1024;
const LONGEST_MS = 600_000;
const POOL = 'default';

interface Shape {
  readonly data: 'dense' | 'sparse';
  readonly bytes: number;
  /** How much at the beginning, in the middle and at the end isn't a hole. */
  readonly filled: number;
}

const shapes: readonly Shape[] = [
  { data: 'dense', bytes: 96 * MiB, filled: 96 * MiB },
  { data: 'sparse', bytes: 512 * MiB, filled: 8 * MiB },
];

/** A file here, and the host and its volumes. */
interface Transfer extends Shape {
  readonly h1: LabHost;
  readonly program: BenchProgram;
  readonly host: string;
  readonly file: string;
}

export async function run(report: Report, { rtts = [0, 50] }: BenchOptions = {}): Promise<void> {
  await using lab = await startLab();
  const h1 = lab.host('h1');
  await using program = await startBenchProgram({ knownHosts: await lab.knownHosts() });
  const host = await program.addHost(h1.uri('ssh'));
  await program.connect(host, 0);
  for (const shape of shapes) {
    const file = await makeFile(lab, shape);
    for (const rttMs of rtts) {
      if (rttMs > 0) await h1.delay(rttMs);
      const transfer = { ...shape, h1, program, host, file };
      for (const direction of ['upload', 'download'] as const)
        report.add({ bench: 'transfer', direction, rttMs, data: shape.data, ...(await measure(transfer, direction)) });
      await h1.undelay();
    }
    await rm(file);
  }
}

async function makeFile({ directory }: Lab, { data, bytes, filled }: Shape): Promise<string> {
  const path = join(directory, `${data}.img`);
  const file = await open(path, 'w');
  try {
    await file.truncate(bytes);
    const piece = Buffer.allocUnsafe(MiB);
    const places = [0, bytes / 2, bytes - filled];
    for (let at = 0; at < bytes; at += MiB)
      if (places.some((from) => at >= from && at < from + filled))
        await file.write(randomFillSync(piece), 0, piece.length, at);
  } finally {
    await file.close();
  }
  return path;
}

async function measure(transfer: Transfer, direction: 'upload' | 'download') {
  const way = ways[direction];
  const ours: number[] = [];
  const peer: number[] = [];
  let peakMiB = 0;
  for (let round = 0; round < RUNS; round++) {
    const memory = await watchMemory();
    ours.push(await way.ours(transfer));
    peakMiB = Math.max(peakMiB, await memory());
    peer.push(await way.peer(transfer));
  }
  const mbps = (ms: number): number => (transfer.bytes * 8) / 1000 / ms;
  const [ms, peerMs] = [median(ours), median(peer)];
  return { mbps: mbps(ms), peerMbps: mbps(peerMs), ratio: peerMs / ms, peakMiB };
}

/** By how much the memory of this process was ever above what it is now, in MiB. */
async function watchMemory(): Promise<() => Promise<number>> {
  const before = process.memoryUsage.rss();
  await writeFile('/proc/self/clear_refs', '5'); // forgets the high-water mark (proc(5))
  return async () => {
    const [, kib = '0'] = /VmHWM:\s+(\d+)/.exec(await readFile('/proc/self/status', 'utf8')) ?? [];
    return (Number(kib) * 1024 - before) / MiB;
  };
}

interface Way {
  /** Milliseconds. */
  ours(transfer: Transfer): Promise<number>;
  peer(transfer: Transfer): Promise<number>;
}

const ways: Readonly<Record<'upload' | 'download', Way>> = {
  upload: { ours: upload, peer: virshUpload },
  download: { ours: download, peer: virshDownload },
};

/** The volume that both ways use, one after the other. */
const VOLUME = 'transfer.img';

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function upload(transfer: Transfer): Promise<number> {
  const { program, host, file, bytes } = transfer;
  const ms = await timed(async () => {
    const { opened, channel } = await program.api.storageVolume.upload({
      host,
      pool: POOL,
      name: VOLUME,
      sizeBytes: bytes,
    });
    await sendFile(channel, file);
    channel.close();
    await program.taskDone(opened.task);
  });
  await checkVolume(transfer);
  return ms;
}

async function sendFile(channel: ByteChannel, path: string): Promise<void> {
  const file = await open(path);
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES);
      if (bytesRead === 0) return;
      await channel.send(piece.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** It holds what the file does, and takes no more room than that; then it goes. */
async function checkVolume({ h1, file, data, filled }: Transfer): Promise<void> {
  const path = `/var/lib/libvirt/images/${VOLUME}`;
  await h1.exec(['cmp', file, path], { timeoutMs: LONGEST_MS });
  const taken = Number(await h1.exec(['stat', '-c', '%b', path])) * 512;
  if (data === 'sparse' && taken > 4 * filled) throw new Error(`the volume takes ${taken} bytes`);
  await h1.virsh('vol-delete', VOLUME, POOL);
}

const virsh = (h1: LabHost, words: readonly string[]) =>
  runProgram(['virsh', '-q', '-c', `${h1.uri('ssh')}&no_verify=1&no_tty=1`, ...words], { timeoutMs: LONGEST_MS });

const sparse = ({ data }: Transfer): readonly string[] => (data === 'sparse' ? ['--sparse'] : []);

/** Both make their volume: ours does it in the same call. */
async function virshUpload(transfer: Transfer): Promise<number> {
  const { h1, bytes, file } = transfer;
  const ms = await timed(async () => {
    const make = ['vol-create-as', POOL, VOLUME, `${bytes}B`, '--allocation', '0', '--format', 'raw'];
    await virsh(h1, [`${make.join(' ')}; vol-upload ${[VOLUME, file, '--pool', POOL, ...sparse(transfer)].join(' ')}`]);
  });
  await checkVolume(transfer);
  return ms;
}

async function volumeFor({ h1, file }: Transfer): Promise<void> {
  const path = `/var/lib/libvirt/images/${VOLUME}`;
  await h1.exec(['sh', '-c', `[ -e ${path} ] || cp --sparse=always ${file} ${path}`], { timeoutMs: LONGEST_MS });
  await h1.virsh('pool-refresh', POOL);
}

async function download(transfer: Transfer): Promise<number> {
  const { program, host, bytes } = transfer;
  await volumeFor(transfer);
  return await timed(async () => {
    const { channel } = await program.api.storageVolume.download({ host, pool: POOL, name: VOLUME });
    let received = 0;
    const closed = Promise.withResolvers<void>();
    channel.onData((piece) => void (received += piece.length));
    channel.onClose((reason) => (reason === undefined ? closed.resolve() : closed.reject(reason)));
    await closed.promise;
    if (received !== bytes) throw new Error(`${received} bytes came of ${bytes}`);
  });
}

async function virshDownload(transfer: Transfer): Promise<number> {
  const { h1, file } = transfer;
  const copy = `${file}.copy`;
  const ms = await timed(() => virsh(h1, ['vol-download', VOLUME, copy, '--pool', POOL, ...sparse(transfer)]));
  await runProgram(['cmp', file, copy], { timeoutMs: LONGEST_MS });
  await rm(copy);
  await h1.virsh('vol-delete', VOLUME, POOL);
  return ms;
}
