import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ReceivedCall } from '../../../test/fakeLibvirtd/fakeLibvirtd.ts';
import { openFakeLanes } from '../../../test/fakeLibvirtd/openFakeLanes.ts';
import { procedures } from '../../libvirt/index.ts';
import { listInterfaces } from './bridges.ts';

const { connectListAllInterfaces: listAll, interfaceGetXmlDesc: describeOne } = procedures;
const names = ['br0', 'br1', 'eth0'];
const caller = new AbortController().signal;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A host that counts how many interface calls it has at a time. */
function host() {
  const seen = { atOnce: 0, most: 0, calls: 0 };
  const later = (call: ReceivedCall, reply: () => void): void => {
    seen.calls += 1;
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    void nextTurn(call).then(() => {
      seen.atOnce -= 1;
      reply();
    });
  };
  const { lanes } = openFakeLanes((daemon) => {
    daemon.handle(listAll, (call) =>
      later(call, () => call.reply({ ifaces: names.map((name) => ({ name, mac: '' })), ret: names.length })),
    );
    daemon.handle(describeOne, (call) =>
      later(call, () => call.reply({ xml: `<interface type='bridge' name='${call.args.iface.name}'/>` })),
    );
  });
  closing.push(() => lanes.close());
  return { session: { lane: lanes.lane }, seen };
}

describe('interfaces of a host', () => {
  test('are asked for one call at a time: two at once can end the daemon', async () => {
    const { session, seen } = host();
    const listings = await Promise.all(Array.from({ length: 5 }, () => listInterfaces(session, caller)));
    for (const listing of listings) expect(listing.items.map(({ name }) => name)).toEqual(names);
    expect(seen.most).toBe(1);
  });

  test('are read once for all who ask meanwhile or soon after, and later anew', async () => {
    const { session, seen } = host();
    let clock = Date.now();
    const now = vi.spyOn(Date, 'now').mockImplementation(() => clock);
    try {
      await Promise.all([listInterfaces(session, caller), listInterfaces(session, caller)]);
      await listInterfaces(session, caller);
      expect(seen.calls).toBe(2 + names.length);
      clock += 60_000;
      await listInterfaces(session, caller);
      expect(seen.calls).toBe(2 * (2 + names.length));
    } finally {
      now.mockRestore();
    }
  });

  test('come to the others when one caller leaves', async () => {
    const { session } = host();
    const leaves = new AbortController();
    const left = listInterfaces(session, leaves.signal);
    const other = listInterfaces(session, caller);
    leaves.abort();
    await expect(left).rejects.toMatchObject({ code: 'cancelled' });
    expect(await other).toMatchObject({ kind: 'listed' });
  });
});
