/**
 * `vnc`: a console's bytes from the host to the window's channel, through our one SSH connection. Peer: OpenSSH's own tunnel (`ssh -W`)
 * to the same source. Latency: one small message there and back, without delay on the link.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { pipeDuplex } from '../../electron/backend/console/pipes.ts';
import type { Transport } from '../../electron/libvirt/transport/transport.ts';
import { connect } from '../../shared/rpc/client.ts';
import { channel, noun, type ByteChannel } from '../../shared/rpc/contract.ts';
import { memoryPorts } from '../../shared/rpc/memory.ts';
import { serve } from '../../shared/rpc/server.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';
import { openTransportTo } from './daemonProcess.ts';
import { makeHome } from './home.ts';
import { median, type Report } from './report.ts';

const PORT = 5999;
const BYTES = 192 * 1024 * 1024;
const RUNS = 3;
const ECHOES = 200;

export async function run(report: Report): Promise<void> {
  await using lab = await startLab();
  const host = lab.host('h1');
  const stop = new AbortController();
  const source = startSource(host, stop.signal);
  try {
    await until('the source of bytes', () =>
      host.exec(['bash', '-c', `: >/dev/tcp/127.0.0.1/${PORT}`]).then(
        () => true,
        () => false,
      ),
    );
    await using _home = await makeHome(await lab.knownHosts());
    report.add({ bench: 'vnc', ...(await measure(lab, host)) });
  } finally {
    stop.abort();
    await source;
  }
}

async function startSource(host: LabHost, signal: AbortSignal): Promise<void> {
  const script = join(import.meta.dirname, 'peers/byte_source.py');
  try {
    await host.exec(['python3', script, String(PORT)], { signal, timeoutMs: 600_000 });
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}

async function measure(lab: Lab, host: LabHost) {
  const transport = await openTransportTo(host.uri('ssh'));
  try {
    const ours: number[] = [];
    const peer: number[] = [];
    for (let round = 0; round < RUNS; round++) {
      ours.push(await oursMbps(transport));
      peer.push(await peerMbps(lab, host));
    }
    const mbps = median(ours);
    const peerMedian = median(peer);
    return { mbps, peerMbps: peerMedian, ratio: mbps / peerMedian, latencyMs: await latency(transport) };
  } finally {
    await transport.close();
  }
}

/** What the console's noun does, without a domain to look the port up of. */
const contract = { source: noun({ open: channel(z.object({})).opens<Record<string, never>>() }) };

async function openChannel(transport: Transport): Promise<{ readonly bytes: ByteChannel; close(): void }> {
  const [here, there] = memoryPorts();
  const server = serve(there, contract, {
    source: {
      open: async (_input, { signal }) => {
        const socket = await transport.forward({ kind: 'tcp', host: '127.0.0.1', port: PORT }, { signal });
        return { opened: {}, connect: pipeDuplex(socket, signal) };
      },
    },
  });
  const { client, close } = connect(here, contract);
  const opened = await client.source.open({});
  return {
    bytes: opened.channel,
    close: () => {
      opened.channel.close();
      close();
      server.close();
    },
  };
}

/** Megabits a second of so many bytes. */
const mbpsOf = (bytes: number, ms: number): number => (bytes * 8) / 1000 / ms;

function wish(): Buffer {
  const words = Buffer.alloc(9);
  words.write('s');
  words.writeBigUInt64BE(BigInt(BYTES), 1);
  return words;
}

async function oursMbps(transport: Transport): Promise<number> {
  const { bytes, close } = await openChannel(transport);
  const started = performance.now();
  let received = 0;
  await new Promise<void>((resolve, reject) => {
    bytes.onData((chunk) => {
      received += chunk.length;
      if (received === BYTES) resolve();
    });
    bytes.onClose((reason) => received < BYTES && reject(reason ?? new Error(`ended after ${received} bytes`)));
    bytes.send(wish()).catch(reject);
  });
  const ms = performance.now() - started;
  close();
  return mbpsOf(BYTES, ms);
}

async function peerMbps(lab: Lab, host: LabHost): Promise<number> {
  const child = openSsh(lab, host);
  const exited = once(child, 'exit');
  try {
    await connected(child); // it is connected now: only the transfer counts
    child.stdin?.write(wish());
    return await receive(child);
  } finally {
    child.kill();
    await exited;
  }
}

/** `-W` has one stream; a shell in the host would be another program to measure. So connecting is told by ssh's own words. */
function openSsh({ key }: Lab, { sshPort, sshTarget }: LabHost): ChildProcess {
  const options = ['BatchMode=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null'].flatMap((one) => [
    '-o',
    one,
  ]);
  const words = [
    '-v',
    '-F',
    'none',
    '-i',
    key,
    ...options,
    '-p',
    String(sshPort),
    '-W',
    `127.0.0.1:${PORT}`,
    sshTarget,
  ];
  return spawn('ssh', words, { stdio: ['pipe', 'pipe', 'pipe'] });
}

async function connected(child: ChildProcess): Promise<void> {
  let words = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-4096);
      if (/Entering interactive session/.test(words)) resolve();
    });
    child.once('exit', () => reject(new Error(`ssh: ${words}`)));
  });
}

async function receive(child: ChildProcess): Promise<number> {
  const started = performance.now();
  let received = 0;
  for await (const chunk of child.stdout ?? []) {
    received += Buffer.isBuffer(chunk) ? chunk.length : 0;
    if (received === BYTES) return mbpsOf(BYTES, performance.now() - started);
  }
  throw new Error(`ssh ended after ${received} bytes`);
}

/** Milliseconds there and back. */
async function latency(transport: Transport): Promise<number> {
  const { bytes, close } = await openChannel(transport);
  const answers: (() => void)[] = [];
  bytes.onData(() => answers.shift()?.());
  await bytes.send(Buffer.from('e'));
  const times: number[] = [];
  for (let round = 0; round < ECHOES; round++) {
    const started = performance.now();
    const answered = new Promise<void>((resolve) => answers.push(resolve));
    await bytes.send(Buffer.from('key'));
    await answered;
    times.push(performance.now() - started);
  }
  close();
  return median(times);
}
