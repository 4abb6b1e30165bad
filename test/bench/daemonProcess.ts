/** Starts statsDaemon.ts and connects to it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConnection, openTransport, parseUri, type Connection } from '../../electron/libvirt/index.ts';
import type { Transport } from '../../electron/libvirt/transport/transport.ts';

export interface DaemonProcess extends AsyncDisposable {
  /** For libvirt's own clients and for ours. */
  readonly uri: string;
}

export async function startStatsDaemon(vms: number): Promise<DaemonProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'virtdeck-daemon-'));
  const socket = join(directory, 'libvirt-sock');
  const script = join(import.meta.dirname, 'statsDaemon.ts');
  const child = spawn(process.execPath, [script, socket, String(vms)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const failed = exited.then(() => Promise.reject(new Error('the daemon for benchmarks ended')));
  failed.catch(() => undefined); // its ordinary end, once it is ready
  await Promise.race([once(child.stdout, 'data'), failed]);
  return {
    uri: `qemu+unix:///system?socket=${socket}`,
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export interface OpenedConnection extends AsyncDisposable {
  readonly connection: Connection;
}

/** The way to a host whose key is known and that asks nothing else. */
export async function openTransportTo(uri: string): Promise<Transport> {
  const refuse = () => Promise.reject(new Error('nobody is there to be asked'));
  const ask = { hostKey: refuse, passphrase: refuse, password: refuse, keyboardInteractive: refuse, sasl: refuse };
  return await openTransport(parseUri(uri), { ask, signal: new AbortController().signal });
}

/** Connects as the bulk lane does. */
export async function connectTo(uri: string): Promise<OpenedConnection> {
  const { signal } = new AbortController();
  const transport = await openTransportTo(uri);
  const connection = await openConnection({
    stream: await transport.dial({ signal }),
    name: parseUri(uri).connectName,
    askSasl: () => Promise.reject(new Error('nobody is there to be asked')),
    maxInFlight: 32,
    signal,
  });
  return {
    connection,
    [Symbol.asyncDispose]: async () => {
      await connection.close();
      await transport.close();
    },
  };
}
