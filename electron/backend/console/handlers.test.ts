import { createServer, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ByteChannel } from '../../../shared/rpc/contract.ts';
import { pipeDuplex } from './pipes.ts';
import { forwardTarget } from './handlers.ts';
import { temporaryFolder } from '../../../test/lab/lifeline.ts';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['0.0.0.0', '127.0.0.1'],
  ['::', '127.0.0.1'],
  ['', '127.0.0.1'],
  ['10.0.0.7', '10.0.0.7'],
  ['::1', '::1'],
])('a server that listens on %j is reached at %s of its host', (address, host) => {
  expect(forwardTarget({ kind: 'tcp', address, port: 5901 })).toEqual({ kind: 'tcp', host, port: 5901 });
});

test('a server on a socket is reached by its path, one that listens nowhere not at all', () => {
  expect(forwardTarget({ kind: 'unix', path: '/run/vnc.sock' })).toEqual({ kind: 'unix', path: '/run/vnc.sock' });
  expect(forwardTarget({ kind: 'none' })).toBeUndefined();
});

/** A window's end of a channel that takes its time, and counts what is pressed on it meanwhile. */
class SlowWindow implements ByteChannel {
  received = 0;
  pending = 0;
  maxPending = 0;
  closed = false;
  #data: (bytes: Uint8Array) => void | Promise<void> = () => undefined;
  readonly #closeListeners: (() => void)[] = [];

  async send(bytes: Uint8Array): Promise<void> {
    this.pending += bytes.length;
    this.maxPending = Math.max(this.maxPending, this.pending);
    await new Promise((resolve) => setImmediate(resolve));
    this.pending -= bytes.length;
    this.received += bytes.length;
  }
  onData(listener: (bytes: Uint8Array) => void | Promise<void>): void {
    this.#data = listener;
  }
  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }
  close(): void {
    this.closed = true;
    for (const listener of this.#closeListeners) listener();
  }
  async type(bytes: Uint8Array): Promise<void> {
    await this.#data(bytes);
  }
}

interface Line extends AsyncDisposable {
  /** The program's end, and that of the machine it talks to. */
  readonly near: Socket;
  readonly far: Socket;
}

/** Two real sockets, joined. */
async function line(): Promise<Line> {
  const directory = temporaryFolder('pipe-');
  const path = join(directory, 's');
  const server = createServer();
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  server.listen(path);
  await once(server, 'listening');
  const near = connect(path);
  const far = await accepted;
  return {
    near,
    far,
    [Symbol.asyncDispose]: async () => {
      near.destroy();
      far.destroy();
      server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const never = new AbortController().signal;

test('a window that is slow holds back the host: little is under way at a time', async () => {
  await using pipe = await line();
  const window = new SlowWindow();
  pipeDuplex(pipe.near, never)(window);
  const total = 8 * 1024 * 1024;
  pipe.far.end(Buffer.alloc(total));
  await expect.poll(() => window.received, { timeout: 15_000 }).toBe(total);
  expect(window.maxPending).toBeLessThanOrEqual(256 * 1024);
  expect(window.closed).toBe(true);
});

test('a host that does not read holds back the window', async () => {
  await using pipe = await line();
  const window = new SlowWindow();
  pipeDuplex(pipe.near, never)(window);
  pipe.far.pause();
  let typed = 0;
  const typing = (async () => {
    for (let count = 0; count < 200; count++) {
      await window.type(Buffer.alloc(64 * 1024));
      typed++;
    }
  })();
  await expect.poll(() => pipe.near.writableNeedDrain).toBe(true);
  expect(typed).toBeLessThan(200);
  let read = 0;
  pipe.far.on('data', (bytes) => (read += bytes.length)).resume();
  await typing;
  await expect.poll(() => read).toBe(200 * 64 * 1024);
});

test('closing the window ends the socket', async () => {
  await using pipe = await line();
  const window = new SlowWindow();
  pipeDuplex(pipe.near, never)(window);
  const ended = once(pipe.far.resume(), 'close');
  window.close();
  await ended;
  expect(pipe.near.destroyed).toBe(true);
});

test('a window that never came ends the socket by its signal', async () => {
  await using pipe = await line();
  const gone = new AbortController();
  pipeDuplex(pipe.near, gone.signal);
  const ended = once(pipe.far.resume(), 'close');
  gone.abort();
  await ended;
  expect(pipe.near.destroyed).toBe(true);
});
