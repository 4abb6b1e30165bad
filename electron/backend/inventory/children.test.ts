import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ChildChanges } from '../../../shared/api/inventory.ts';
import { appError, type AppError } from '../../../shared/errors.ts';
import { refOfChild, type ChildRecords } from '../../../shared/model/objects.ts';
import type { HostSession } from '../session.ts';
import { Children } from './children.ts';
import type { MirrorDescription } from './objectMirror.ts';

type Snapshot = ChildRecords['snapshot'];

const LIST_MS = 10_000;
const uuid = '00000000-0000-4000-8000-000000000001';
const notAsked = (): never => {
  throw new Error('nobody should ask');
};
const session: HostSession = {
  config: { id: 'h', uri: 'test:///default', name: 'h', autoconnect: false },
  status: { kind: 'disconnected' },
  lastSeen: undefined,
  lane: notAsked,
  replaceLane: notAsked,
  streamLane: notAsked,
  forward: notAsked,
  shell: notAsked,
  record: notAsked,
  records: notAsked,
  definition: notAsked,
  keepDefinition: notAsked,
  refresh: notAsked,
};
const lanes = { control: { call: notAsked, subscribe: notAsked }, bulk: { call: notAsked } };
const snapshotOf = (domain: string, name: string): Snapshot => ({
  host: 'h',
  domain,
  name,
  state: 'running',
  creationTime: 1,
  current: false,
  memory: 'no',
  disks: [],
});

/** What the host has, and what it was asked. */
let host: { names: readonly string[]; failures: AppError[]; lists: number; signals: AbortSignal[] };
let told: unknown[];
let children: Children;
let connection: AbortController;

function describeSnapshots(parent: string, signal: AbortSignal): MirrorDescription<Snapshot> {
  host.signals.push(signal);
  return {
    list: async () => {
      host.lists += 1;
      const failure = host.failures.shift();
      if (failure !== undefined) throw failure;
      const records = host.names.map((name) => snapshotOf(parent, name));
      return { patches: records.map((record) => [refOfChild.snapshot(record).id, () => record]), unsure: [] };
    },
    readOne: notAsked,
    events: [],
    every: LIST_MS,
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  host = { names: ['s1'], failures: [], lists: 0, signals: [] };
  told = [];
  children = new Children({
    storageVolume: { mirror: notAsked },
    snapshot: { mirror: (_session, parent, signal) => describeSnapshots(parent, signal) },
  });
});
afterEach(() => {
  connection.abort();
  vi.useRealTimers();
});

function connect(): void {
  connection = new AbortController();
  children.connect({ session, lanes, signal: connection.signal, onError: (thrown) => void told.push(thrown) });
}

/** Long enough for what is asked for at once, and for what is gathered. */
const soon = (): Promise<unknown> => vi.advanceTimersByTimeAsync(500);

/** Somebody who looks, and what he hears: names that came, and ids that went. */
function look(parent = uuid) {
  const stop = new AbortController();
  const came: string[][] = [];
  const went: string[] = [];
  const take = ({ snapshot }: ChildChanges): void => {
    came.push(Object.values(snapshot?.added ?? {}).map(({ name }) => name));
    went.push(...(snapshot?.removed ?? []));
  };
  const follow = async (): Promise<void> => {
    for await (const changes of children.watch('snapshot', 'h', parent, stop.signal)) take(changes);
  };
  const ended = follow();
  ended.catch(() => undefined);
  return { came, went, ended, leave: () => stop.abort() };
}

describe('what a parent has', () => {
  test('is read for the first who looks, whole, and shared by the others', async () => {
    connect();
    const first = look();
    await soon();
    const second = look();
    await soon();
    expect([first.came, second.came]).toEqual([[['s1']], [['s1']]]);
    expect(host.lists).toBe(1);
  });

  test('is told of when it is nothing', async () => {
    host.names = [];
    connect();
    const one = look();
    await soon();
    expect(one.came).toEqual([[]]);
  });

  test('is looked at again now and then, and what came or went is told', async () => {
    connect();
    const one = look();
    await soon();
    host.names = ['s2'];
    await vi.advanceTimersByTimeAsync(LIST_MS);
    expect(one.came).toEqual([['s1'], ['s2']]);
    expect(one.went).toEqual([`h/${uuid}/s1`]);
  });

  test('is asked for no more when the last has left', async () => {
    connect();
    const [first, second] = [look(), look()];
    await soon();
    first.leave();
    await vi.advanceTimersByTimeAsync(LIST_MS);
    expect(host.lists).toBe(2);
    second.leave();
    await Promise.all([first.ended, second.ended]);
    expect(host.signals.map(({ aborted }) => aborted)).toEqual([true]);
    children.touch({ host: 'h', kind: 'domain' });
    await vi.advanceTimersByTimeAsync(10 * LIST_MS);
    expect(host.lists).toBe(2);
  });

  test('is read anew for who looks after that', async () => {
    connect();
    const first = look();
    await soon();
    first.leave();
    await first.ended;
    host.names = ['s2'];
    const second = look();
    await soon();
    expect(second.came).toEqual([['s2']]);
  });

  test('is looked at again after a task of ours on its parent', async () => {
    connect();
    const one = look();
    await soon();
    host.names = ['s1', 's2'];
    children.touch({ host: 'h', kind: 'domain' });
    await soon();
    expect(one.came).toEqual([['s1'], ['s2']]);
    expect(host.lists).toBe(2);
  });

  test('is not looked at after a task on what has no part in it', async () => {
    connect();
    look();
    await soon();
    children.touch({ host: 'h', kind: 'network' });
    children.touch({ host: 'other', kind: 'domain' });
    await soon();
    expect(host.lists).toBe(1);
  });

  test('goes when the parent does', async () => {
    connect();
    const one = look();
    await soon();
    host.failures = [appError('notFound', 'no such domain')];
    await vi.advanceTimersByTimeAsync(LIST_MS);
    expect(one.went).toEqual([`h/${uuid}/s1`]);
    expect(told).toEqual([]);
  });
});

describe('on a host that is away', () => {
  test('it is waited for, and read when the host is there', async () => {
    connect();
    connection.abort();
    const one = look();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([host.lists, one.came]).toEqual([0, []]);
    connect();
    await soon();
    expect(one.came).toEqual([['s1']]);
  });

  test('it stays as it was; when the host is back it is read again for who still looks', async () => {
    connect();
    const [stays, leaves] = [look(), look('00000000-0000-4000-8000-000000000002')];
    await soon();
    connection.abort();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(host.lists).toBe(2);
    expect(stays.went).toEqual([]);
    leaves.leave();
    await leaves.ended;
    host.names = ['s1', 's2'];
    connect();
    await soon();
    expect(host.lists).toBe(3);
    expect(stays.came).toEqual([['s1'], ['s2']]);
  });
});

describe('a first list that fails', () => {
  test.each(['notSupported', 'notFound'] as const)('for good is told to all who look: %s', async (code) => {
    host.failures = [appError(code, 'not here')];
    connect();
    const [first, second] = [look(), look()];
    await expect(first.ended).rejects.toMatchObject({ code });
    await expect(second.ended).rejects.toMatchObject({ code });
    expect(host.lists).toBe(1);
    const later = look();
    await soon();
    expect(later.came).toEqual([['s1']]);
  });

  test('in a way that passes is tried again, and nobody who looks hears of it', async () => {
    const silent = appError('timeout', 'no answer in time');
    host.failures = [silent];
    connect();
    const one = look();
    await vi.advanceTimersByTimeAsync(1999);
    expect(one.came).toEqual([]);
    await soon();
    expect(one.came).toEqual([['s1']]);
    expect(told).toEqual([silent]);
  });

  test('is waited for no longer than somebody wants to', async () => {
    host.failures = [appError('timeout', 'no answer in time')];
    connect();
    const one = look();
    await soon();
    one.leave();
    await expect(one.ended).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(host.lists).toBe(1);
  });
});
