/** A real sshd whose libvirt daemon is an echo on a socket: what tests of SSH connections share. */
import type { Socket } from 'node:net';
import { afterAll, beforeEach } from 'vitest';
import { openTransport, parseUri } from '../../electron/libvirt/transport/index.ts';
import type { Transport } from '../../electron/libvirt/transport/transport.ts';
import { me, SshWorld, type Sshd } from './transportSshd.ts';
import { answering, echo, type Answers } from './transportTalk.ts';

export interface EchoHost extends AsyncDisposable {
  readonly world: SshWorld;
  readonly server: Sshd;
  /** The user's key, which the server takes. */
  readonly key: string;
  /** The daemon's. */
  readonly socket: string;
  /** The daemon's ends of the streams to it, in order. */
  readonly connections: readonly Socket[];
  /** Opens the way to a server, this one or another on loopback, that ends with the host. */
  readonly open: (
    to: { readonly port: number },
    answers?: Answers,
    parameters?: string,
    signal?: AbortSignal,
  ) => Promise<Transport>;
  /** Has another transport end with the host. */
  keep(transport: Transport): void;
  /** For each test anew: the server's key is known, and the user has no settings. */
  reset(): Promise<void>;
}

/** One host for all tests of a file, asked for at its top: each test finds it as new, and it ends with the last. */
export async function sharedEchoHost(): Promise<EchoHost> {
  const host = await openEchoHost();
  beforeEach(() => host.reset());
  afterAll(() => host[Symbol.asyncDispose]());
  return host;
}

async function openEchoHost(): Promise<EchoHost> {
  const world = await SshWorld.open();
  const key = await world.key('id_ed25519');
  await world.authorize(key);
  const server = await world.sshd();
  const socket = world.path('libvirt-sock');
  const connections: Socket[] = [];
  const echoes = await echo(socket, connections);
  const opened: Transport[] = [];
  return {
    world,
    server,
    key,
    socket,
    connections,
    open: async (to, answers = answering(), parameters = '', signal = AbortSignal.timeout(120_000)) => {
      const uri = parseUri(`qemu+ssh://${me}@127.0.0.1:${to.port}/system?socket=${socket}${parameters}`);
      const transport = await openTransport(uri, { ask: answers, signal });
      opened.push(transport);
      return transport;
    },
    keep: (transport) => void opened.push(transport),
    reset: async () => {
      await world.knows(`${server.name} ${server.hostKey}`);
      await world.config('');
    },
    [Symbol.asyncDispose]: async () => {
      for (const transport of opened) await transport.close();
      echoes.close();
      await world[Symbol.asyncDispose]();
    },
  };
}
