/** What a hostile window may send. That a well-behaved one is served is in test/integration/rpc.test.ts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { call, channel, noun, subscription, type Wire } from './contract.ts';
import { serve } from './server.ts';

const contract = {
  things: noun({
    get: call(z.object({ id: z.string() })).returns<string>(),
    deep: call(z.object({ value: z.json() })).returns<number>(),
    watch: subscription(z.object({})).yields<number>(),
    pipe: channel(z.object({})).opens<void>(),
  }),
};

/** A server whose window is the test. */
function served({ buffered = 0 } = {}) {
  const sent: Wire[] = [];
  let receive: (message: Wire) => void = () => undefined;
  let closed = false;
  serve(
    {
      send: (message) => void sent.push(message),
      onMessage: (listener) => void (receive = listener),
      onClose: () => undefined,
      close: () => void (closed = true),
      buffered: () => buffered,
    },
    contract,
    {
      things: {
        get: ({ id }) => id,
        deep: () => 1,
        async *watch() {
          yield 1;
        },
        pipe: async () => ({ opened: undefined, connect: () => undefined }),
      },
    },
  );
  return { sent, receive: (message: Wire) => receive(message), isClosed: () => closed };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const codeOf = (error: Wire): unknown => (error instanceof Object ? Reflect.get(error, 'code') : undefined);

const kind = fc.constantFrom('call', 'subscribe', 'open', 'credit', 'data', 'close', 'cancel', 'result', '__proto__');
const method = fc.constantFrom('things.get', 'things.watch', 'things.pipe', '__proto__.toString', 'things');
const field = fc.oneof(fc.integer({ min: -1, max: 5 }), method, fc.uint8Array({ maxLength: 9 }), fc.jsonValue());
const anything = fc.oneof(
  fc.tuple(kind, fc.integer({ min: 0, max: 5 })),
  fc.tuple(kind, fc.integer({ min: 0, max: 5 }), field),
  fc.tuple(kind, fc.integer({ min: 1, max: 5 }), method, fc.record({ id: fc.string() })),
  fc.jsonValue(),
) as fc.Arbitrary<Wire>;

describe('a hostile window', () => {
  test('whatever it sends makes nothing throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 20 }), async (messages) => {
        const { receive, sent, isClosed } = served();
        for (const message of messages) receive(message);
        await settled();
        const faults = sent.flatMap((frame) =>
          Array.isArray(frame) && frame[0] === 'fault' ? [codeOf(frame[1])] : [],
        );
        expect(faults).toEqual(isClosed() ? ['protocolError'] : []);
      }),
    );
  });

  test('is not served after it broke the protocol', async () => {
    const { receive, sent, isClosed } = served();
    receive('hello');
    receive(['call', 1, 'things.get', { id: 'x' }]);
    await settled();
    expect(sent).toEqual([['fault', expect.objectContaining({ code: 'protocolError' })]]);
    expect(isClosed()).toBe(true);
  });

  test('cannot use an id twice while it is in use', () => {
    const { receive, isClosed } = served();
    receive(['open', 1, 'things.pipe', {}]);
    receive(['open', 1, 'things.pipe', {}]);
    expect(isClosed()).toBe(true);
  });

  test('cannot exhaust the stack with a deep argument', async () => {
    const { receive, sent, isClosed } = served();
    let value: Wire = 1;
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    receive(['call', 1, 'things.deep', { value }]);
    await settled();
    expect(sent).toEqual([['error', 1, expect.objectContaining({ code: 'invalidArgument' })]]);
    expect(isClosed()).toBe(false);
  });

  test('that does not read its answers is given up', async () => {
    const { receive, isClosed } = served({ buffered: 2 ** 30 });
    receive(['call', 1, 'things.get', { id: 'x' }]);
    await settled();
    expect(isClosed()).toBe(true);
  });
});
