/** The browser variant as it is run: a process with flags, a terminal and signals. */
import { execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { webSocketPort } from '../../electron/web/websocketPort.ts';
import { contract } from '../../shared/api/contract.ts';
import { connect } from '../../shared/rpc/client.ts';
import { spawnBound, temporaryFolder } from '../lab/lifeline.ts';
import { until } from '../lab/process.ts';
import { logIn } from './rpcPorts.ts';

const folder = temporaryFolder('vd-serve-');
const entry = join(import.meta.dirname, '../../electron/serve.ts');
const flags = ['--disable-warning=ExperimentalWarning', entry];
// A home of its own: nothing of this user is read or written.
const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, XDG_CONFIG_HOME: folder, SSH_AUTH_SOCK: '' };
const running: ChildProcess[] = [];

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs it to its end. */
function run(args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...flags, ...args], { env, timeout: 20_000 }, (_error, out, complaint) =>
      resolve({ code: child.exitCode, output: out + complaint }),
    );
    child.stdin?.end(input);
  });
}

/** Starts it and answers the process with an iterator over the URLs it prints. */
function start(args: readonly string[] = [], port: readonly string[] = ['--port', '0']) {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  const words = [...port, '--data-dir', dataDir, ...args];
  const child = spawnBound([process.execPath, ...flags, ...words], { env });
  child.stderr.pipe(process.stderr);
  running.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextUrl = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the program has ended');
      const url = /https?:\/\/\S+/.exec(value)?.[0];
      if (url !== undefined) return url;
    }
  };
  return { child, nextUrl };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Whether somebody listens at a socket. */
const answers = async (path: string): Promise<boolean> =>
  await new Promise((resolve) => {
    const asking = createConnection(path);
    asking.once('connect', () => resolve(true)).once('error', () => resolve(false));
    asking.once('connect', () => asking.destroy());
  });

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the program', () => {
  test('prints a one-time URL on loopback; who uses it reaches the backend', async () => {
    const { nextUrl } = start();
    const url = new URL(await nextUrl());
    expect(url.hostname).toBe('127.0.0.1');
    const socket = new WebSocket(`ws://${url.host}/rpc`, {
      headers: { origin: url.origin, cookie: await logIn(url.href) },
    });
    await once(socket, 'open');
    const { client, close } = connect(webSocketPort(socket), contract);
    expect(await client.app.info({})).toMatchObject({ variant: 'browser', canRememberSecrets: false });
    close();
  });

  test.skipIf(process.platform === 'win32')('prints another URL on SIGUSR2', async () => {
    const { child, nextUrl } = start();
    const first = await nextUrl();
    child.kill('SIGUSR2');
    const second = await nextUrl();
    expect(new URL(second).host).toBe(new URL(first).host);
    expect(second).not.toBe(first);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s and lets go of its port', async (signal) => {
    const { child, nextUrl } = start();
    const { port } = new URL(await nextUrl());
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    const [error] = await once(createConnection({ port: Number(port), host: '127.0.0.1' }), 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('says what cannot be shown, and is there all the same', async () => {
    const { nextUrl } = start(['--connect', 'nonsense']);
    expect(await nextUrl()).toMatch(/^http:/);
  });
});

describe('flags', () => {
  test('that would open the hosts to the network are refused with what is missing', async () => {
    const { code, output } = await run(['--listen', '0.0.0.0', '--data-dir', join(folder, 'unused')]);
    expect(code).toBe(2);
    expect(output).toMatch(/needs TLS \(--tls-cert, --tls-key\) and a password \(--password-file\)/);
  });

  test.each([
    [['--port', '70000'], /--port 70000 is no port/],
    [['--tls-cert', '/c'], /belong together/],
    [['--bogus'], /Unknown option '--bogus'/],
    [['--set-password'], /needs --password-file/],
  ])('that make no sense are refused in one line: %s', async (args, message) => {
    const { code, output } = await run(args);
    expect(code).toBe(2);
    expect(output).toMatch(message);
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  test('are told by --help', async () => {
    const { code, output } = await run(['--help']);
    expect(code).toBe(0);
    for (const flag of ['--listen', '--tls-cert', '--password-file', '--connect', '--show-domain-console']) {
      expect(output).toContain(flag);
    }
  });

  test('--set-password writes a file that only its owner can read, without the password', async () => {
    const file = join(folder, 'password');
    expect((await run(['--set-password', '--password-file', file], 'short\n')).output).toMatch(/8 characters/);
    expect((await run(['--set-password', '--password-file', file], 'correct horse\n')).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('a second start', () => {
  const withData = (): string[] => ['--data-dir', mkdtempSync(join(folder, 'data-'))];

  test('with the same data directory prints a URL of the running program, on the page asked for, and ends well', async () => {
    const dataDir = withData();
    const first = new URL(await start(dataDir).nextUrl());
    const { code, output } = await run([...dataDir, '--connect', 'test:///default']);
    expect(code).toBe(0);
    expect(output).toContain(`VirtDeck: ${first.origin}/login?token=`);
    const another = /http\S+/.exec(output)?.[0] ?? '';
    await logIn(another);
    expect(another).not.toBe(first.href);
  });

  test('at the same instant makes one program, and one that crashed is followed by a new one', async () => {
    const dataDir = withData();
    const both = [start(dataDir), start(dataDir)];
    const origins = await Promise.all(both.map(async ({ nextUrl }) => new URL(await nextUrl()).origin));
    expect(new Set(origins).size).toBe(1);
    const socket = join(dataDir[1] ?? '', 'serve.sock');
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    await until('one of them has ended', async () => both.some(({ child }) => child.exitCode === 0));
    for (const { child } of both) child.kill('SIGKILL');
    await until(
      'the other one is gone',
      async () => both.every(({ child }) => hasEnded(child)) && !(await answers(socket)),
    );
    expect(statSync(socket).isSocket()).toBe(true); // it crashed: this is left
    expect(await start(dataDir).nextUrl()).toMatch(/^http:/);
  });

  test('that asks for another port says that the running program keeps its own', async () => {
    const dataDir = withData();
    const running = new URL(await start(dataDir).nextUrl());
    const { code, output } = await run(['--port', '1', ...dataDir]);
    expect(code).toBe(0);
    expect(output).toContain(`VirtDeck: ${running.origin}/login?token=`);
    expect(output).toContain(`--port 1 is not used: the running program has port ${running.port}`);
    expect((await run(['--port', running.port, ...dataDir])).output).not.toMatch(/is not used/);
  });

  test('with another data directory is another program, on the next free port where none was asked for', async () => {
    const [one, other] = [start([], []), start([], [])];
    const ports = await Promise.all([one, other].map(async ({ nextUrl }) => Number(new URL(await nextUrl()).port)));
    expect(ports[0]).not.toBe(ports[1]);
    for (const port of ports) {
      expect(port).toBeGreaterThanOrEqual(7788);
      expect(port).toBeLessThan(7888);
    }
  });

  test('with another data directory is another program, and fails on a port that was asked for and is taken', async () => {
    const { port } = new URL(await start().nextUrl());
    const { code, output } = await run(['--port', port, ...withData()]);
    expect(code).toBe(2);
    expect(output).toContain(`cannot listen on 127.0.0.1 port ${port}: another program has it`);
  });
});
