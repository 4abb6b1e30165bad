import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FakeLibvirtd, ReceivedCall } from '../../../test/fakeLibvirtd/fakeLibvirtd.ts';
import { openFakeLanes } from '../../../test/fakeLibvirtd/openFakeLanes.ts';
import { procedures, type Connection } from '../../libvirt/index.ts';
import { Patience } from './patience.ts';

const { storagePoolLookupByName: lookup } = procedures;
const caller = new AbortController().signal;
const pool = (name: string) => ({ pool: { name, uuid: new Uint8Array(16) } });

/** Longer than any test. */
const FOREVER = 60_000;

const askAbout = (name: string) => (lane: Connection) => lane.call(lookup, { name });

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A host whose daemons, one for each connection, do not answer about the pools named here. */
function hostWhereHang(...hanging: readonly string[]) {
  const asked: ReceivedCall<typeof lookup>[] = [];
  const { lanes, daemons } = openFakeLanes((daemon) =>
    daemon.handle(lookup, (call) => {
      asked.push(call);
      if (!hanging.includes(call.args.name)) call.reply(pool(call.args.name));
    }),
  );
  closing.push(() => lanes.close());
  return {
    host: { lane: lanes.lane, replaceLane: lanes.replace },
    daemons,
    asked,
    /** The daemon has the answer after all. */
    answer: () => {
      for (const call of asked) if (hanging.includes(call.args.name)) call.reply(pool(call.args.name));
    },
  };
}

const gone = async (daemons: readonly FakeLibvirtd[]): Promise<void> =>
  await expect.poll(() => daemons.every(({ clientGone }) => clientGone)).toBe(true);

describe('patience', () => {
  test('gives back the answer, or what was thrown', async () => {
    const { host } = hostWhereHang();
    const patience = new Patience(FOREVER);
    expect(await patience.ask(host, 'a', caller, askAbout('a'))).toMatchObject(pool('a'));
    await expect(patience.ask(host, 'a', caller, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  test('ends, and asks nothing more about the same thing until it has been answered', async () => {
    const { host, daemons, answer } = hostWhereHang('a');
    const patience = new Patience(1);
    await expect(patience.ask(host, 'a', caller, askAbout('a'))).rejects.toMatchObject({ code: 'timeout' });
    const again = vi.fn<() => Promise<number>>(async () => 2);
    await expect(patience.ask(host, 'a', caller, again)).rejects.toMatchObject({ code: 'timeout' });
    expect(again).not.toHaveBeenCalled();
    answer();
    await gone(daemons.slice(0, 1));
    expect(await patience.ask(host, 'a', caller, again)).toBe(2);
  });

  test('finds room for the others, however many hang, on connections that follow', async () => {
    const names = Array.from({ length: 9 }, (_, at) => `dead${at}`);
    const { host, daemons, answer } = hostWhereHang(...names);
    const patience = new Patience(20);
    const ask = (name: string, limitMs?: number) => patience.ask(host, name, caller, askAbout(name), limitMs);
    const dead = Promise.allSettled(names.map((name) => ask(name)));
    expect(await ask('alive', FOREVER)).toMatchObject(pool('alive'));
    expect(await dead).toMatchObject(names.map(() => ({ status: 'rejected', reason: { code: 'timeout' } })));
    answer();
    // What was replaced goes when it has been answered.
    await gone(daemons.slice(0, 3));
    expect(await ask('alive', FOREVER)).toMatchObject(pool('alive'));
  });

  test('asks each question once, however often its answer is wanted', async () => {
    const { host, asked } = hostWhereHang('a', 'b');
    const patience = new Patience(1);
    for (const name of ['a', 'b', 'a', 'b', 'a'])
      await expect(patience.ask(host, name, caller, askAbout(name))).rejects.toMatchObject({ code: 'timeout' });
    await expect.poll(() => asked.map(({ args }) => args.name)).toEqual(['a', 'b']);
  });

  test('of another host asks anew', async () => {
    const patience = new Patience(1);
    await expect(patience.ask(hostWhereHang('a').host, 'a', caller, askAbout('a'))).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(await patience.ask(hostWhereHang().host, 'a', caller, askAbout('a'), FOREVER)).toMatchObject(pool('a'));
  });

  test('a caller that goes does not wait, and keeps nobody else from asking', async () => {
    const { host } = hostWhereHang('a');
    const patience = new Patience(FOREVER);
    const leaves = new AbortController();
    const asking = patience.ask(host, 'a', leaves.signal, (lane) => {
      queueMicrotask(() => leaves.abort());
      return askAbout('a')(lane);
    });
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
    expect(await patience.ask(host, 'a', caller, async () => 2)).toBe(2);
  });

  test('what a caller asked that has gone still counts, when it is overdue', async () => {
    const { host } = hostWhereHang('a');
    const patience = new Patience(20);
    const leaves = new AbortController();
    const first = await host.lane('storage');
    const asking = patience.ask(host, 'a', leaves.signal, (lane) => {
      queueMicrotask(() => leaves.abort());
      return askAbout('a')(lane);
    });
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(async () => (await host.lane('storage')) === first).toBe(false);
    const again = vi.fn<() => Promise<number>>(async () => 2);
    await expect(patience.ask(host, 'a', caller, again)).rejects.toMatchObject({ code: 'timeout' });
    expect(again).not.toHaveBeenCalled();
  });
});
