import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTransport, parseUri } from '../../electron/libvirt/transport/index.ts';
import { answering, echo, failure, roundTrip, until } from './transportSshd.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp('/tmp/vdt-unix-');
  await chmod(directory, 0o755);
});
afterAll(() => rm(directory, { recursive: true }));

const open = (uri: string, signal = AbortSignal.timeout(20_000)) =>
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
const module = new URL('../../electron/libvirt/transport/index.ts', import.meta.url).pathname;

async function asUser(script: string): Promise<{ code: number | null; said: string }> {
  const home = await mkdtemp(join(directory, 'user-'));
  const file = join(home, 'script.ts');
  await writeFile(file, script);
  const root = process.getuid?.() === 0;
  await mkdir(join(home, 'run'), { mode: 0o700 });
  for (const path of [home, join(home, 'run'), file]) if (root) await chown(path, NOBODY, NOBODY);
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: join(home, 'run') },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(root && { uid: NOBODY, gid: NOBODY }),
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const pid = Number(await readFile(join(home, 'run/libvirt/libvirtd.pid'), 'utf8').catch(() => '0'));
  if (pid > 1) {
    process.kill(pid);
    await until(() => !isAlive(pid));
  }
  return { code, said };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('an ordinary user', () => {
  const program = (uri: string): string => `
    import { openTransport, parseUri } from ${JSON.stringify(module)};
    const transport = await openTransport(parseUri(${JSON.stringify(uri)}), { ask: {}, signal: AbortSignal.timeout(20000) });
    try {
      const streams = await Promise.all([transport.dial(), transport.dial()]);
      console.log(streams.length, 'streams');
    } catch (error) {
      console.log(error.code, error.data?.params?.place);
    }
    await transport.close();
  `;

  test('gets a session daemon started when none runs', async () => {
    expect(await asUser(program('qemu:///session'))).toEqual({ code: 0, said: '2 streams\n' });
  }, 60_000);

  test.runIf(process.getuid?.() === 0)('is told that a socket is closed to him', async () => {
    const path = join(directory, 'closed');
    const daemon = await echo(path);
    await chmod(path, 0o700);
    const { said } = await asUser(program(`qemu:///system?socket=${path}`));
    expect(said).toBe(`socketPermission ${path}\n`);
    daemon.close();
  });
});
