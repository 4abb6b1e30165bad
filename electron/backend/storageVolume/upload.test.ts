import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFake, type Fake } from '../../../test/fakeLibvirtd/openFake.ts';
import { enums, procedures } from '../../libvirt/index.ts';
import type { StepContext } from '../task/plan.ts';
import { upload, type ByteSource } from './upload.ts';

const pool = { name: 'default', uuid: new Uint8Array(16) };
const vol = { pool: 'default', name: 'up.img', key: '/images/up.img' };
const context: StepContext = {
  signal: new AbortController().signal,
  log: () => undefined,
  progress: () => undefined,
  undoneBy: () => undefined,
};
const bytes: ByteSource = {
  read: async function* () {
    yield Buffer.from('part of it');
  },
  close: () => undefined,
};

let fake: Fake;
beforeEach(async () => {
  fake = await openFake();
  fake.daemon.answer(procedures.storagePoolLookupByName, () => ({ pool }));
  fake.daemon.answer(procedures.storagePoolGetXmlDesc, () => ({ xml: `<pool type='dir'/>` }));
  fake.daemon.answer(procedures.storageVolCreateXml, () => ({ vol }));
  fake.daemon.handle(procedures.storageVolUpload, (call) => call.refuse({ code: 1, message: 'no more' }));
});
afterEach(() => fake.connection.close());

/** How the upload ends, and whether it says that something of it is left. */
async function uploaded(): Promise<{ readonly ended: unknown; readonly left: boolean }> {
  const lane = (): Promise<Fake['connection']> => Promise.resolve(fake.connection);
  let left = false;
  const ended = await upload(
    { lane, streamLane: lane },
    { pool: 'default', name: 'up.img', sizeBytes: 10 },
    bytes,
    context,
    () => (left = true),
  ).catch((thrown: unknown) => thrown);
  return { ended, left };
}

const deleted = (): unknown[] =>
  fake.daemon.calls.filter(({ procedure }) => procedure.name === 'storageVolDelete').map(({ args }) => args);

describe('an upload that fails', () => {
  test('takes away what it made', async () => {
    fake.daemon.answer(procedures.storageVolDelete, () => ({}));
    expect(await uploaded()).toMatchObject({ ended: { data: { libvirt: { message: 'no more' } } }, left: false });
    expect(deleted()).toEqual([{ vol, flags: 0 }]);
  });

  test('says that it could not take it away, and ends with what it failed of', async () => {
    fake.daemon.handle(procedures.storageVolDelete, () => fake.daemon.end());
    expect(await uploaded()).toMatchObject({ ended: { data: { libvirt: { message: 'no more' } } }, left: true });
  });

  test('deletes nothing that somebody else has under its name', async () => {
    const code = enums.virErrorNumber.VIR_ERR_STORAGE_VOL_EXIST;
    fake.daemon.handle(procedures.storageVolCreateXml, (call) => call.refuse({ code }));
    expect(await uploaded()).toMatchObject({ left: false });
    expect(deleted()).toEqual([]);
  });
});
