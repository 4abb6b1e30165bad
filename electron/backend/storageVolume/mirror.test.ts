import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFake, type Fake } from '../../../test/fakeLibvirtd/openFake.ts';
import { enums, events, procedures, uuidBytes } from '../../libvirt/index.ts';
import type { MirrorLanes } from '../inventory/objectMirror.ts';
import type { HostSession } from '../session.ts';
import { storageVolumeMirror } from './mirror.ts';

const { VIR_ERR_OPERATION_INVALID, VIR_ERR_NO_STORAGE_POOL } = enums.virErrorNumber;
const uuid = '00000000-0000-4000-8000-000000000001';
const pool = { name: 'rack', uuid: uuidBytes(uuid) };
const other = { name: 'other', uuid: uuidBytes('00000000-0000-4000-8000-000000000002') };
const callbackID = 5;
const { connectStoragePoolEventRegisterAny: register, connectStoragePoolEventDeregisterAny: deregister } = procedures;

const notAsked = (): never => {
  throw new Error('nobody should ask');
};

let fake: Fake;
let life: AbortController;
let session: HostSession;
let lanes: MirrorLanes;
beforeEach(async () => {
  fake = await openFake();
  life = new AbortController();
  session = {
    config: { id: 'h', uri: 'test:///default', name: 'h', autoconnect: false },
    status: { kind: 'disconnected' },
    lastSeen: undefined,
    lane: async () => fake.connection,
    replaceLane: notAsked,
    streamLane: notAsked,
    forward: notAsked,
    shell: notAsked,
    record: () => undefined,
    records: () => [],
    definition: notAsked,
    keepDefinition: notAsked,
    refresh: notAsked,
  };
  lanes = { control: fake.connection, bulk: fake.connection };
  const { daemon } = fake;
  daemon.answer(procedures.storagePoolLookupByUuid, () => ({ pool }));
  daemon.answer(procedures.storagePoolLookupByName, () => ({ pool }));
  daemon.answer(procedures.storagePoolListAllVolumes, () => {
    const vols = ['a.img', 'b.img'].map((name) => ({ pool: pool.name, name, key: `/rack/${name}` }));
    return { vols, ret: vols.length };
  });
  daemon.answer(procedures.storageVolGetXmlDesc, ({ vol }) => ({
    xml: `<volume><name>${vol.name}</name><capacity>1024</capacity><target><path>${vol.key}</path></target></volume>`,
  }));
  daemon.answer(register, () => ({ callbackID }));
  daemon.answer(deregister, () => ({}));
});
afterEach(() => fake.connection.close());

const mirror = () => storageVolumeMirror(session, uuid, life.signal);
const list = async () => {
  const { patches, unsure } = await mirror().list(lanes, () => undefined);
  return { records: patches.map(([id, patch]) => [id, patch(undefined)] as const), unsure };
};

describe('the volumes of a pool', () => {
  test('are known by the names of both, and each is told whole', async () => {
    const { records, unsure } = await list();
    expect(unsure).toEqual([]);
    expect(records).toMatchObject([
      ['rack/a.img', { host: 'h', pool: 'rack', name: 'a.img', capacityBytes: 1024 }],
      ['rack/b.img', { host: 'h', pool: 'rack', name: 'b.img' }],
    ]);
  });

  test('are none while it is off', async () => {
    fake.daemon.handle(procedures.storagePoolListAllVolumes, (call) =>
      call.refuse({ code: VIR_ERR_OPERATION_INVALID, message: 'storage pool is not active' }),
    );
    expect(await list()).toEqual({ records: [], unsure: [] });
  });

  test('can not be had when there is no such pool', async () => {
    fake.daemon.handle(procedures.storagePoolLookupByUuid, (call) =>
      call.refuse({ code: VIR_ERR_NO_STORAGE_POOL, message: 'no such pool' }),
    );
    await expect(list()).rejects.toMatchObject({ code: 'notFound' });
  });

  test('may be others after an event of their pool, not of another one; and nobody listens when nobody looks', async () => {
    const heard: string[] = [];
    const { daemon, connection } = fake;
    for (const [at, { subscribe }] of mirror().events.entries())
      await subscribe(lanes.control, () => heard.push(`event ${at}`));
    daemon.sendEvent(events.storagePoolLifecycle, { pool: other, event: 2, detail: 0 }, { callbackID });
    daemon.sendEvent(events.storagePoolRefresh, { pool: other }, { callbackID });
    daemon.sendEvent(events.storagePoolLifecycle, { pool, event: 2, detail: 0 }, { callbackID });
    daemon.sendEvent(events.storagePoolRefresh, { pool }, { callbackID });
    await expect.poll(() => heard).toEqual(['event 0', 'event 1']);
    life.abort();
    await daemon.until(({ calls }) => calls.filter(({ procedure }) => procedure.name === deregister.name).length === 2);
    await connection.ping();
    expect(heard).toHaveLength(2);
  });
});
