import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { chmod, chown, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTransport, parseUri } from '../../electron/libvirt/transport/index.ts';
import { spawnBound, temporaryFolder } from '../lab/lifeline.ts';
import { answering, echo, failure, roundTrip } from './transportTalk.ts';

let directory: string;

beforeAll(async () => {
  directory = temporaryFolder('vdt-unix-', '/tmp');
  await chmod(directory, 0o755);
});
afterAll(() => rm(directory, { recursive: true }));

const open = (uri: string, signal = AbortSignal.timeout(120_000)) =>
  openTransport(parseUri(uri), { ask: answering(), signal });

describe('a socket of this machine', () => {
  test('gives a stream for every dial, which end with the transport', async () => {
    const path = join(directory, 'sock');
    const daemon = await echo(path);
    const transport = await open(`qemu:///system?socket=${path}`);
    const streams = [await transport.dial(), await transport.dial()];
    for (const stream of streams) expect(await roundTrip(stream, 'frame')).toBe('frame');
    await transport.close();
    expect(streams.map((stream) => stream.destroyed)).toEqual([true, true]);
    expect(await failure(transport.dial())).toMatchObject({ code: 'cancelled' });
    daemon.close();
  });

  test('that is missing is named', async () => {
    const path = join(directory, 'missing');
    const transport = await open(`qemu:///system?socket=${path}`);
    expect(await failure(transport.dial())).toMatchObject({
      code: 'socketMissing',
      operation: 'unix.socket',
      params: { place: path },
    });
  });

  test('whose daemon has died refuses', async () => {
    const path = join(directory, 'stale');
    execFileSync('python3', ['-c', `import socket; socket.socket(socket.AF_UNIX).bind(${JSON.stringify(path)})`]);
    const transport = await open(`qemu:///system?socket=${path}`);
    expect(await failure(transport.dial())).toMatchObject({ code: 'connectionRefused' });
  });

  test('forwards to ports and sockets of this machine', async () => {
    const path = join(directory, 'vnc');
    const [unix, tcp] = [await echo(path), await echo(0)];
    const transport = await open('qemu:///system');
    const { port } = tcp.address() as AddressInfo;
    expect(await roundTrip(await transport.forward({ kind: 'unix', path }), 'a')).toBe('a');
    expect(await roundTrip(await transport.forward({ kind: 'tcp', host: '127.0.0.1', port }), 'b')).toBe('b');
    await transport.close();
    unix.close();
    tcp.close();
  });

  test('is not opened for somebody who has given up', async () => {
    const gone = new AbortController();
    const transport = await open('qemu:///system', gone.signal);
    gone.abort();
    expect(await failure(transport.dial())).toMatchObject({ code: 'cancelled' });
  });
});

test('plain TCP reaches the port that the URI names', async () => {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const transport = await open(`qemu+tcp://127.0.0.1:${(server.address() as AddressInfo).port}/system`);
  expect(await roundTrip(await transport.dial(), 'clear')).toBe('clear');
  await transport.close();
  server.close();
});

/** A program run as an ordinary user: root has no session daemon. */
const NOBODY = 65_534;
const root = process.getuid?.() === 0;

interface Placed {
  readonly node: string;
  /** The transports and all they import, in one file. */
  readonly transports: string;
}

/** Node and the transports where that user may go: the working tree, with its Node, may lie in a folder that is closed to others. */
async function place(): Promise<Placed> {
  const folder = join(directory, 'placed');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      rolldownOptions: {
        input: { transports: new URL('../../electron/libvirt/transport/index.ts', import.meta.url).pathname },
        external: ['cpu-features', /\.node$/],
        output: { format: 'es', entryFileNames: '[name].mjs', banner: 'const __dirname = import.meta.dirname;' },
      },
    },
  });
  return { node: await placedNode(folder), transports: join(folder, 'transports.mjs') };
}

async function placedNode(folder: string): Promise<string> {
  const node = process.execPath;
  const starts = !root || spawnSync(node, ['--version'], { uid: NOBODY, gid: NOBODY, cwd: '/' }).status === 0;
  if (starts) return node;
  const copy = join(folder, 'node');
  await copyFile(node, copy, constants.COPYFILE_FICLONE);
  await chmod(copy, 0o755);
  return copy;
}

/** Runs a script to its end; a session daemon that it started ends with it. */
async function asUser(node: string, script: string): Promise<{ code: number | null; said: string }> {
  const home = await mkdtemp(join(directory, 'user-'));
  const file = join(home, 'script.mjs');
  await writeFile(file, script);
  await mkdir(join(home, 'run'), { mode: 0o700 });
  for (const path of [home, join(home, 'run'), file]) if (root) await chown(path, NOBODY, NOBODY);
  const env = { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: join(home, 'run') };
  const child = spawnBound([node, file], { env, ...(root && { uid: NOBODY }) });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

describe('an ordinary user', () => {
  let placed: Placed;
  beforeAll(async () => {
    placed = await place();
  });

  const program = (uri: string): string => `
    import { openTransport, parseUri } from ${JSON.stringify(placed.transports)};
    const transport = await openTransport(parseUri(${JSON.stringify(uri)}), { ask: {}, signal: AbortSignal.timeout(120_000) });
    try {
      const streams = await Promise.all([transport.dial(), transport.dial()]);
      console.log(streams.length, 'streams');
    } catch (error) {
      console.log(error.code, error.data?.params?.place);
    }
    await transport.close();
  `;

  test('gets a session daemon started when none runs', async () => {
    expect(await asUser(placed.node, program('qemu:///session'))).toEqual({ code: 0, said: '2 streams\n' });
  }, 60_000);

  test.runIf(root)('is told that a socket is closed to him', async () => {
    const path = join(directory, 'closed');
    const daemon = await echo(path);
    await chmod(path, 0o700);
    const { said } = await asUser(placed.node, program(`qemu:///system?socket=${path}`));
    expect(said).toBe(`socketPermission ${path}\n`);
    daemon.close();
  });
});
