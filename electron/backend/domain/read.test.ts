import { afterEach, describe, expect, test } from 'vitest';
import { openFake, type Fake } from '../../../test/fakeLibvirtd/openFake.ts';
import { enums, procedures, uuidBytes, type TypedParameter } from '../../libvirt/index.ts';
import { readAll, readOne } from './read.ts';

const uuid = '00000000-0000-4000-8000-000000000001';
const dom = { name: 'web', uuid: uuidBytes(uuid), id: -1 };
const shutoff = 5;
const { VIR_DOMAIN_SHUTOFF_SAVED: saved } = enums.virDomainShutoffReason;
const { VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE: withImage } = enums.virConnectListAllDomainsFlags;
const told = (field: string, value: number): TypedParameter => ({ field, value: { type: 'uint', value } });

let fake: Fake;
afterEach(() => fake.connection.close());

/** A host whose domain has just been saved; what it says of the image comes in the order given. */
async function host(images: readonly number[], reason: number = saved): Promise<Fake> {
  fake = await openFake();
  const { daemon } = fake;
  const answers = [...images];
  daemon.answer(procedures.connectListAllDomains, ({ flags }) => {
    const domains = flags === 0 || (flags === withImage && answers.shift() === 1) ? [dom] : [];
    return { domains, ret: domains.length };
  });
  const params = [
    told('state.state', shutoff),
    told('state.reason', reason),
    told('vcpu.current', 1),
    told('balloon.current', 1024),
  ];
  daemon.answer(procedures.connectGetAllDomainStats, () => ({ retStats: [{ dom, params }] }));
  daemon.answer(procedures.domainLookupByUuid, () => ({ dom }));
  daemon.answer(procedures.domainIsPersistent, () => ({ persistent: 1 }));
  daemon.answer(procedures.domainGetAutostart, () => ({ autostart: 0 }));
  daemon.answer(procedures.domainHasManagedSaveImage, () => ({ result: answers.shift() ?? 0 }));
  return fake;
}

describe('a domain that is being saved', () => {
  test('and whose image was asked for a moment too early is asked again, and is not just off', async () => {
    const { connection } = await host([0, 1]);
    const { listed, states } = await readOne(connection, uuid);
    expect(states).toEqual({ state: 'shutoff', stateReason: saved });
    expect(listed.managedSave).toBe(true);
  });

  test('and goes on, as an answer about its state of just before does not know, is read again', async () => {
    const { daemon, connection } = await host([0, 0]);
    const states = [told('state.state', shutoff), told('state.state', 1)];
    daemon.answer(procedures.connectGetAllDomainStats, () => {
      const params = [states.shift() ?? told('state.state', 1), told('state.reason', saved)];
      return { retStats: [{ dom, params: [...params, told('vcpu.current', 1), told('balloon.current', 1024)] }] };
    });
    expect((await readOne(connection, uuid)).states.state).toBe('running');
  });

  test('to a file of somebody has no image, also when asked again', async () => {
    const { connection } = await host([0, 0]);
    expect((await readOne(connection, uuid)).listed.managedSave).toBe(false);
  });

  test('and whose image a list does not know yet is not sure', async () => {
    const { connection } = await host([0]);
    expect((await readAll(connection, connection)).unsure).toEqual([uuid]);
  });
});

test('a list is sure of domains that are off for another reason, or have their image', async () => {
  const off = await host([0], enums.virDomainShutoffReason.VIR_DOMAIN_SHUTOFF_SHUTDOWN);
  expect((await readAll(off.connection, off.connection)).unsure).toEqual([]);
  await off.connection.close();
  const kept = await host([1]);
  expect((await readAll(kept.connection, kept.connection)).unsure).toEqual([]);
});

test('a domain of which the statistics say nothing is not sure: it came or went meanwhile', async () => {
  const { daemon, connection } = await host([0]);
  daemon.answer(procedures.connectGetAllDomainStats, () => ({ retStats: [] }));
  expect(await readAll(connection, connection)).toMatchObject({ unsure: [uuid], states: new Map() });
});

describe('a domain whose id and state are of two moments', () => {
  const running = 1;
  const started = { ...dom, id: 7 };

  /** What the list of all says of it, and what the statistics say. */
  async function between(listed: typeof dom, state: number): Promise<Fake> {
    const { daemon } = await host([]);
    daemon.answer(procedures.connectListAllDomains, ({ flags }) => {
      const domains = flags === 0 ? [listed] : [];
      return { domains, ret: domains.length };
    });
    const params = [told('state.state', state), told('vcpu.current', 1), told('balloon.current', 1024)];
    daemon.answer(procedures.connectGetAllDomainStats, () => ({ retStats: [{ dom, params }] }));
    return fake;
  }

  test.each([
    ['running, and no id yet', dom, running],
    ['off, and still with its id', started, shutoff],
  ])('is not sure in a list, and its state is not taken: %s', async (_words, listed, state) => {
    const { connection } = await between(listed, state);
    expect(await readAll(connection, connection)).toMatchObject({ unsure: [uuid], states: new Map() });
  });

  test.each([
    ['running with an id', started, running],
    ['off without one', dom, shutoff],
  ])('is sure where both fit: %s', async (_words, listed, state) => {
    const { connection } = await between(listed, state);
    const { unsure, states } = await readAll(connection, connection);
    expect(unsure).toEqual([]);
    expect([...states.keys()]).toEqual([uuid]);
  });

  test('is read once more where one reading says both', async () => {
    const { daemon, connection } = await between(dom, running);
    const lookups = [dom, started];
    daemon.answer(procedures.domainLookupByUuid, () => ({ dom: lookups.shift() ?? started }));
    expect((await readOne(connection, uuid)).listed.id).toBe(7);
  });
});
