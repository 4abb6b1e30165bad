import { describe, expect, test } from 'vitest';
import { contract } from '../../shared/api/contract.ts';
import { isVerb } from '../../shared/api/verb.ts';
import type { HostedKind, ObjectRecords } from '../../shared/model/objects.ts';
import type { AnyMethod } from '../../shared/rpc/contract.ts';
import type { HostSession, Sessions } from './session.ts';
import { openPlanner, verbs } from './verbs.ts';

const methods: ReadonlyMap<string, AnyMethod> = new Map(
  Object.entries(contract).flatMap(([noun, all]) =>
    Object.entries<AnyMethod>(all).map(([name, method]) => [`${noun}.${name}`, method]),
  ),
);
const nobody: Sessions = {
  get: () => {
    throw new Error('asked for a host');
  },
};

describe('the tables of verbs', () => {
  test.each([...verbs])('%s is the entry of just that method of the contract', (name, { method }) => {
    expect(methods.get(name)).toBe(method);
  });

  test('have an entry for every method of the contract that starts a task', () => {
    const starting = [...methods].filter(([, method]) => isVerb(method)).map(([name]) => name);
    expect(starting.length).toBeGreaterThan(0);
    expect([...verbs.keys()].toSorted()).toEqual(starting.toSorted());
  });

  test.each([...verbs.keys()])('%s refuses what its schema refuses, before it asks for a host', async (verb) => {
    const asked = openPlanner(nobody)({ verb, input: { host: 'h', nonsense: true } });
    await expect(asked).rejects.toMatchObject({ code: 'invalidArgument' });
  });

  test('refuse a verb that is none', async () => {
    await expect(openPlanner(nobody)({ verb: 'domain.explode', input: {} })).rejects.toMatchObject({
      code: 'notSupported',
    });
  });
});

const id = '00000000-0000-4000-8000-000000000001';
const common = { host: 'h', uuid: id, name: 'lan', persistent: true, autostart: false };
const network = { ...common, active: false, forwardMode: 'nat', forwardDevices: [], addresses: [], portgroups: [] };
const pool = { type: 'dir', state: 'inactive', capacityBytes: 0, allocationBytes: 0, availableBytes: 0 } as const;

/** A host that nobody reaches, of which this is known. */
function hostWith(known: Partial<ObjectRecords>): Sessions {
  const record = <K extends HostedKind>(kind: K): ObjectRecords[K] | undefined => known[kind];
  const unreachable = () => expect.unreachable('a plan asks no host');
  const session: HostSession = {
    config: { id: 'h', name: 'host one', uri: 'test:///default', autoconnect: false },
    status: { kind: 'disconnected' },
    lastSeen: undefined,
    lane: unreachable,
    replaceLane: unreachable,
    streamLane: unreachable,
    forward: unreachable,
    shell: unreachable,
    record,
    records: unreachable,
    definition: unreachable,
    keepDefinition: unreachable,
    refresh: unreachable,
  };
  return { get: () => session };
}
const known = hostWith({ network, storagePool: { ...common, ...pool } });
const unknown = hostWith({});

describe.each(['network', 'storagePool'] as const)('the plan for a %s', (kind) => {
  const plan = (verb: string, more = {}, sessions = known) =>
    openPlanner(sessions)({ verb: `${kind}.${verb}`, input: { host: 'h', id, ...more } });

  test('is about the object, by the name that users know, else by its UUID', async () => {
    expect(await plan('undefine')).toMatchObject({ ref: { host: 'h', kind, id }, object: { kind, name: 'lan' } });
    expect(await plan('undefine', {}, unknown)).toMatchObject({ ref: { host: 'h', kind, id }, object: { name: id } });
  });

  test('to start is undone by a stop, and the other way round; forgetting it is not undone', async () => {
    expect((await plan('start')).inverse).toEqual({ verb: `${kind}.stop`, input: { host: 'h', id } });
    expect((await plan('stop')).inverse).toEqual({ verb: `${kind}.start`, input: { host: 'h', id } });
    expect((await plan('undefine')).inverse).toBeUndefined();
  });

  test('to start it with its host is undone where it is known that it did not before', async () => {
    const inverse = { verb: `${kind}.setAutostart`, input: { host: 'h', id, autostart: false } };
    expect((await plan('setAutostart', { autostart: true })).inverse).toEqual(inverse);
    expect((await plan('setAutostart', { autostart: false })).inverse).toBeUndefined();
    expect((await plan('setAutostart', { autostart: true }, unknown)).inverse).toBeUndefined();
  });
});
