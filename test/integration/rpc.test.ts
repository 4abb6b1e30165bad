/** The contract of the call protocol, the same over every pipe. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError, appError, type ErrorData } from '../../shared/errors.ts';
import { connect, type Connected } from '../../shared/rpc/client.ts';
import {
  call,
  channel,
  noun,
  subscription,
  type ByteChannel,
  type CallContext,
  type Handlers,
} from '../../shared/rpc/contract.ts';
import { window } from '../../shared/rpc/protocol.ts';
import { serve } from '../../shared/rpc/server.ts';
import { pipes, type Pair } from './rpcPorts.ts';

const nothing = z.object({});
const contract = {
  things: noun({
    echo: call(z.object({ value: z.json() })).returns<unknown>(),
    bytes: call(z.object({ size: z.number().int() })).returns<{
      readonly deep: readonly { readonly bytes: Uint8Array }[];
    }>(),
    start: call(z.object({ host: z.string(), count: z.number().max(9) })).returns<void>(),
    fail: call(nothing).returns<void>(),
    wait: call(nothing).returns<string>(),
    unspeakable: call(nothing).returns<unknown>(),
    numbers: subscription(z.object({ to: z.number() })).yields<number>(),
    breaks: subscription(nothing).yields<number>(),
    pipe: channel(nothing).opens<{ readonly name: string }>(),
    noPipe: channel(nothing).opens<void>(),
  }),
};

const oddError: ErrorData & { readonly extra: string } = {
  code: 'libvirt',
  message: 'operation failed: 忙 "quoted"\n',
  operation: 'domain.start',
  object: { kind: 'domain', name: 'a<b>&"c' },
  host: 'h1',
  libvirt: { code: 55, domain: 10, level: 2, message: 'x', str1: '', int1: -1, int2: 2147483647 },
  raw: '\u0000\u001b[31m',
  params: { path: '/a', count: 0 },
  retry: false,
  cause: { code: 'timeout', message: 'inner', cause: { code: 'internal', message: 'innermost' } },
  extra: 'of a later version',
};

/** What the handlers saw, for the test to look at. */
interface Seen {
  signals: AbortSignal[];
  produced: number;
  returned: number;
  pipes: ByteChannel[];
  pipeClosed: (AppError | undefined)[];
}

function handlers(seen: Seen): Handlers<typeof contract> {
  const until = (context: CallContext): Promise<void> => {
    seen.signals.push(context.signal);
    return new Promise((resolve) => context.signal.addEventListener('abort', () => resolve(), { once: true }));
  };
  return {
    things: {
      echo: ({ value }) => value,
      bytes: ({ size }) => ({
        deep: [{ bytes: Buffer.alloc(size + 100, 7).subarray(50, 50 + size) }, { bytes: new Uint8Array(0) }],
      }),
      start: () => undefined,
      fail: () => {
        throw new AppError(oddError);
      },
      wait: async (_input, context) => {
        await until(context);
        return 'too late';
      },
      unspeakable: () => ({ big: 1n, call: () => 1 }),
      async *numbers({ to }, { signal }) {
        seen.signals.push(signal);
        try {
          for (let n = 0; n < to; n += 1) {
            seen.produced += 1;
            yield n;
          }
          if (to === 0) await until({ signal });
        } finally {
          seen.returned += 1;
        }
      },
      async *breaks() {
        yield 1;
        throw new AppError(oddError);
      },
      pipe: async (_input, { signal }) => ({
        opened: { name: 'p' },
        connect: (pipe) => {
          seen.signals.push(signal);
          seen.pipes.push(pipe);
          pipe.onClose((reason) => seen.pipeClosed.push(reason));
        },
      }),
      noPipe: () => {
        throw appError('busy', 'taken');
      },
    },
  };
}

/** The error a promise rejects with, as data. */
async function errorOf(promise: Promise<unknown>): Promise<ErrorData> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof AppError)) throw new Error(`expected an AppError, got ${String(thrown)}`);
  return thrown.data;
}

/** Bytes that differ at every place of any chunk. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8) * 17 + (index >> 16)) & 0xff);
}

describe.each(Object.entries(pipes))('over %s', (_name, open) => {
  let pair: Pair;
  let seen: Seen;
  let connected: Connected<typeof contract>;

  beforeEach(async () => {
    pair = await open();
    seen = { signals: [], produced: 0, returned: 0, pipes: [], pipeClosed: [] };
    serve(pair.server, contract, handlers(seen));
    connected = connect(pair.client, contract);
  });
  afterEach(() => pair.close());

  const things = () => connected.client.things;
  /** A call and its answer: what either side would have sent by itself is there then. */
  const turn = async (): Promise<void> => void (await things().echo({ value: 0 }));

  async function openPipe() {
    const { opened, channel: ours } = await things().pipe({});
    await expect.poll(() => seen.pipes).toHaveLength(1);
    const theirs = seen.pipes[0];
    if (!theirs) throw new Error('no pipe');
    return { opened, ours, theirs };
  }

  describe('calls', () => {
    test('carry JSON values both ways', async () => {
      const value = { text: '中文\u0000', list: [1, null, [true]], empty: {}, nested: { $bytes: 0, length: 3 } };
      expect(await things().echo({ value })).toEqual(value);
      expect(await things().start({ host: 'h', count: 1 })).toBeUndefined();
    });

    test('carry bytes at any depth, and nothing of the buffer around them', async () => {
      const { deep } = await things().bytes({ size: 3 });
      expect(deep.map(({ bytes }) => [...bytes])).toEqual([[7, 7, 7], []]);
      expect(deep[0]?.bytes.buffer.byteLength).toBe(3);
    });

    test('run side by side, each answered on its own', async () => {
      const waiting = things().wait({}, { signal: new AbortController().signal });
      expect(await Promise.all([1, 2, 3].map((value) => things().echo({ value })))).toEqual([1, 2, 3]);
      connected.close();
      await errorOf(waiting);
    });

    test('reject with the very error that was thrown, all its fields kept', async () => {
      expect(await errorOf(things().fail({}))).toEqual(oddError);
    });

    test('name the path of a wrong argument', async () => {
      // @ts-expect-error -- the wrong argument that this is about
      expect(await errorOf(things().start({ host: 5, count: 1 }))).toMatchObject({
        code: 'invalidArgument',
        message: 'host: expected string, received number',
        operation: 'things.start',
      });
      expect(await errorOf(things().start({ host: '', count: 10 }))).toMatchObject({ params: { path: 'count' } });
    });

    test('of an unknown method are refused, prototype names among them', async () => {
      const wrong = { ...contract, things: { ...contract.things, nothing: contract.things.wait }, toString: noun({}) };
      const other = connect(pair.client, wrong);
      expect(await errorOf(other.client.things.nothing({}))).toMatchObject({ code: 'notSupported' });
      for (const name of ['__proto__', 'constructor', 'things.__proto__', 'things.constructor', 'things']) {
        const answer = new Promise((resolve) => pair.client.onMessage(resolve));
        pair.client.send(['call', 1_000_000 + name.length, name, {}]);
        expect(await answer).toMatchObject(['error', 1_000_000 + name.length, { code: 'notSupported' }]);
      }
    });

    test('whose answer cannot cross are a fault of ours that is told', async () => {
      const error = await errorOf(things().unspeakable({}));
      expect(error).toMatchObject({ code: 'internal', operation: 'things.unspeakable' });
      expect(await things().echo({ value: 1 })).toBe(1);
    });

    test('are cancelled by their signal on both sides', async () => {
      const abort = new AbortController();
      const waiting = errorOf(things().wait({}, { signal: abort.signal }));
      await expect.poll(() => seen.signals).toHaveLength(1);
      abort.abort();
      expect(await waiting).toMatchObject({ code: 'cancelled' });
      await expect.poll(() => seen.signals[0]?.aborted).toBe(true);
      expect(await errorOf(things().wait({}, { signal: abort.signal }))).toMatchObject({ code: 'cancelled' });
      expect(seen.signals).toHaveLength(1);
    });
  });

  describe('subscriptions', () => {
    test('give every item in order, then end', async () => {
      const items: number[] = [];
      for await (const item of things().numbers({ to: 1000 })) items.push(item);
      expect(items).toEqual(Array.from({ length: 1000 }, (_, index) => index));
      expect(seen.returned).toBe(1);
    });

    test('let the server be no more than a window ahead of the reader', async () => {
      const items = things().numbers({ to: 10_000 });
      await expect.poll(() => seen.produced).toBe(window.items);
      await turn();
      expect(seen.produced).toBe(window.items);
      for (let n = 0; n < window.items; n += 1) await items.next();
      await expect.poll(() => seen.produced).toBe(2 * window.items);
      await turn();
      expect(seen.produced).toBe(2 * window.items);
    });

    test('left by their reader are returned and aborted at the server', async () => {
      for await (const item of things().numbers({ to: 10_000 })) if (item === 5) break;
      await expect.poll(() => seen.returned).toBe(1);
      expect(seen.signals[0]?.aborted).toBe(true);
    });

    test('end with "cancelled" when their signal aborts', async () => {
      const abort = new AbortController();
      const next = things().numbers({ to: 0 }, { signal: abort.signal }).next();
      await expect.poll(() => seen.signals.length).toBeGreaterThan(0);
      abort.abort();
      expect(await errorOf(next)).toMatchObject({ code: 'cancelled' });
      await expect.poll(() => seen.returned).toBe(1);
    });

    test('give the items before an error, then the error, then end', async () => {
      const items = things().breaks({});
      expect(await items.next()).toEqual({ done: false, value: 1 });
      expect(await errorOf(items.next())).toEqual({ ...oddError });
      expect(await items.next()).toEqual({ done: true, value: undefined });
    });

    test('answer several readers in the order they asked', async () => {
      const items = things().numbers({ to: 3 });
      const results = await Promise.all([items.next(), items.next(), items.next(), items.next()]);
      expect(results.map(({ value, done }) => (done ? 'end' : value))).toEqual([0, 1, 2, 'end']);
    });
  });

  describe('byte channels', () => {
    test('carry bytes whole and in order both ways', async () => {
      const { opened, ours, theirs } = await openPipe();
      expect(opened).toEqual({ name: 'p' });
      const sent = pattern(3 * window.bytes + 12_345);
      const back: Uint8Array[] = [];
      theirs.onData((bytes) => theirs.send(bytes));
      ours.onData((bytes) => void back.push(bytes));
      await ours.send(sent);
      await expect.poll(() => back.reduce((sum, { length }) => sum + length, 0)).toBe(sent.length);
      expect(Buffer.concat(back).equals(sent)).toBe(true);
    });

    test('let the sender reuse its buffer at once', async () => {
      const { ours, theirs } = await openPipe();
      const got: number[] = [];
      ours.onData((bytes) => void got.push(...bytes));
      const buffer = new Uint8Array(1);
      for (const byte of [1, 2, 3]) {
        buffer[0] = byte;
        void theirs.send(buffer);
      }
      await expect.poll(() => got).toEqual([1, 2, 3]);
    });

    test.each(['window', 'server'] as const)('hold back the %s while the other side does not take', async (side) => {
      const { ours, theirs } = await openPipe();
      const [sender, reader] = side === 'window' ? [ours, theirs] : [theirs, ours];
      let sent = 0;
      let taken = 0;
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      reader.onData(async (bytes) => {
        await released;
        taken += bytes.length;
      });
      const total = 4 * window.bytes;
      const sending = (async () => {
        for (; sent < total; sent += window.chunk) await sender.send(new Uint8Array(window.chunk));
      })();
      await expect.poll(() => sent).toBe(window.bytes);
      await turn();
      expect(sent).toBe(window.bytes);
      release();
      await sending;
      await expect.poll(() => taken).toBe(total);
    });

    test('closed in the ordinary way deliver all that was sent before', async () => {
      const { ours, theirs } = await openPipe();
      let got = 0;
      const reasons: (AppError | undefined)[] = [];
      ours.onClose((reason) => reasons.push(reason));
      void theirs.send(new Uint8Array(2 * window.bytes));
      theirs.close();
      ours.onData(async (bytes) => {
        await sleep(1);
        got += bytes.length;
        expect(reasons).toEqual([]);
      });
      await expect.poll(() => reasons).toEqual([undefined]);
      expect(got).toBe(2 * window.bytes);
      expect(await errorOf(ours.send(new Uint8Array(1)))).toMatchObject({ code: 'connectionLost' });
    });

    test('closed by the window close at the server, even while both are sending', async () => {
      const { ours, theirs } = await openPipe();
      void theirs.send(new Uint8Array(3 * window.bytes));
      void ours.send(new Uint8Array(3 * window.bytes));
      theirs.onData(async () => theirs.send(new Uint8Array(1)));
      ours.close();
      await expect.poll(() => seen.pipeClosed).toEqual([undefined]);
      expect(seen.signals[0]?.aborted).toBe(true);
    });

    test('tell the reason of a close to the other side', async () => {
      const { ours, theirs } = await openPipe();
      const reason = new Promise<AppError | undefined>((resolve) => ours.onClose(resolve));
      theirs.close(new AppError(oddError));
      expect((await reason)?.data).toEqual(oddError);
    });

    test('whose listener throws close with that error', async () => {
      const { ours, theirs } = await openPipe();
      theirs.onData(() => {
        throw appError('libvirt', 'stream failed');
      });
      const reason = new Promise<AppError | undefined>((resolve) => ours.onClose(resolve));
      await ours.send(new Uint8Array(1));
      expect((await reason)?.message).toBe('stream failed');
    });

    test('that cannot be opened reject', async () => {
      expect(await errorOf(things().noPipe({}))).toMatchObject({ code: 'busy', operation: 'things.noPipe' });
    });
  });

  describe('the end of the port', () => {
    test('rejects calls, ends iterators, closes channels, aborts every handler', async () => {
      const { ours } = await openPipe();
      const closed = new Promise<AppError | undefined>((resolve) => ours.onClose(resolve));
      const lost = new Promise<AppError>((resolve) => connected.onClose(resolve));
      const pending = [
        errorOf(things().wait({})),
        errorOf(things().numbers({ to: 0 }).next()),
        errorOf(ours.send(new Uint8Array(2 * window.bytes))),
      ];
      const unread = things().numbers({ to: 10_000 });
      await expect.poll(() => seen.signals).toHaveLength(5);
      await expect.poll(() => seen.produced).toBe(window.items);
      pair.breakOff();
      for (const error of await Promise.all(pending)) expect(error).toMatchObject({ code: 'connectionLost' });
      expect((await closed)?.code).toBe('connectionLost');
      expect((await lost).code).toBe('connectionLost');
      await expect.poll(() => seen.signals.every(({ aborted }) => aborted)).toBe(true);
      await expect.poll(() => seen.returned).toBe(2);
      expect(seen.pipeClosed.map((reason) => reason?.code)).toEqual(['connectionLost']);
      expect(
        await errorOf(
          (async () => {
            for await (const _ of unread);
          })(),
        ),
      ).toMatchObject({ code: 'connectionLost' });
      expect(await errorOf(things().echo({ value: 1 }))).toMatchObject({ code: 'connectionLost' });
    });

    test.each([
      ['no list', 'hello'],
      ['an unknown kind', ['shutdown', 1]],
      ['a prototype name as kind', ['constructor', 1]],
      ['an id that is no number', ['call', 'x', 'things.echo', {}]],
      ['a surplus field', ['cancel', 1, 2]],
      ['more credit than was sent', ['credit', 1, 10_000_000]],
    ])('follows a malformed message: %s', async (_what, message) => {
      const items = things().numbers({ to: 0 });
      const next = errorOf(items.next());
      await expect.poll(() => seen.signals.length).toBeGreaterThan(0);
      pair.client.send(message);
      expect(await next).toMatchObject({ code: 'protocolError' });
      await expect.poll(() => seen.returned).toBe(1);
    });

    test('follows bytes beyond what was granted', async () => {
      const { ours } = await openPipe();
      const closed = new Promise<AppError | undefined>((resolve) => ours.onClose(resolve));
      for (let n = 0; n <= window.bytes / window.chunk; n += 1) {
        pair.client.send(['data', 1, new Uint8Array(window.chunk)]);
      }
      expect((await closed)?.code).toBe('protocolError');
    });
  });

  test('a server refuses more subscriptions than a window may have', async () => {
    const open1000 = Array.from({ length: 1000 }, () => things().numbers({ to: 0 }));
    expect(await errorOf(things().numbers({ to: 0 }).next())).toMatchObject({ code: 'busy' });
    await open1000[0]?.return?.();
    await expect.poll(() => seen.returned).toBe(1);
    expect((await things().numbers({ to: 1 }).next()).value).toBe(0);
  });
});
