/** Byte streams against a real daemon with QEMU and a storage pool. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  enums,
  openConnection,
  procedures,
  type Connection,
  type LibvirtStream,
} from '../../electron/libvirt/index.ts';
import { connectionDefaults } from '../fakeLibvirtd/openFake.ts';
import { startSessionDaemon, type SessionDaemon } from './sessionDaemon.ts';

const MIB = 1024 * 1024;
const SPARSE = enums.virStorageVolDownloadFlags.VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM;

let daemon: SessionDaemon;
let connection: Connection;
let pool: { readonly name: string; readonly uuid: Uint8Array };

beforeAll(async () => {
  daemon = await startSessionDaemon();
  connection = await open();
  const xml = `<pool type='dir'><name>images</name><target><path>${join(daemon.directory, 'images')}</path></target></pool>`;
  ({ pool } = await connection.call(procedures.storagePoolDefineXml, { xml, flags: 0 }));
  await connection.call(procedures.storagePoolBuild, { pool, flags: 0 });
  await connection.call(procedures.storagePoolCreate, { pool, flags: 0 });
});
afterAll(async () => {
  await connection.close();
  await daemon[Symbol.asyncDispose]();
});

async function open(): Promise<Connection> {
  return await openConnection({ ...connectionDefaults, stream: await daemon.dial(), name: 'qemu:///session' });
}

async function makeVolume(name: string, bytes: number) {
  const xml = `<volume><name>${name}</name><capacity>${bytes}</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>`;
  return (await connection.call(procedures.storageVolCreateXml, { pool, xml, flags: 0 })).vol;
}

type Volume = Awaited<ReturnType<typeof makeVolume>>;

async function upload(vol: Volume, bytes: Uint8Array, length = 0n): Promise<void> {
  const { stream } = await connection.openStream(procedures.storageVolUpload, { vol, offset: 0n, length, flags: 0 });
  await stream.send(bytes);
  await stream.finish();
}

async function openDownload(vol: Volume, flags = 0): Promise<LibvirtStream> {
  return (await connection.openStream(procedures.storageVolDownload, { vol, offset: 0n, length: 0n, flags })).stream;
}

const pattern = (bytes: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: bytes }, (_, at) => at * 7 + (at >> 12)));

describe('volumes', () => {
  it('come back as they were sent', async () => {
    const vol = await makeVolume('plain', 3 * MIB);
    const bytes = pattern(3 * MIB);
    await upload(vol, bytes);
    const chunks: Uint8Array[] = [];
    const stream = await openDownload(vol);
    for await (const chunk of stream) if (chunk.kind === 'data') chunks.push(chunk.bytes);
    await stream.finish();
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  it('travel without their holes where both sides agree, the last one too', async () => {
    const vol = await makeVolume('sparse', 64 * MIB);
    const { stream: up } = await connection.openStream(procedures.storageVolUpload, {
      vol,
      offset: 0n,
      length: 0n,
      flags: SPARSE,
    });
    await up.send(Buffer.alloc(MIB, 1));
    await up.sendHole(BigInt(31 * MIB));
    await up.send(Buffer.alloc(MIB, 2));
    await up.sendHole(BigInt(31 * MIB));
    await up.finish();

    const down = await openDownload(vol, SPARSE);
    const parts: [string, number][] = [];
    for await (const chunk of down) {
      const size = chunk.kind === 'data' ? chunk.bytes.length : Number(chunk.length);
      const last = parts.at(-1);
      if (last?.[0] === chunk.kind) last[1] += size;
      else parts.push([chunk.kind, size]);
    }
    await down.finish();
    expect(parts).toEqual([
      ['data', MIB],
      ['hole', 31 * MIB],
      ['data', MIB],
      ['hole', 31 * MIB],
    ]);
  });

  it('refuse more bytes than were announced, with the words of the daemon', async () => {
    const vol = await makeVolume('small', MIB);
    await expect(upload(vol, Buffer.alloc(4 * MIB), 1000n)).rejects.toMatchObject({
      data: { raw: expect.stringContaining('No space left on device') },
    });
    expect(await connection.call(procedures.connectGetHostname, {})).toHaveProperty('hostname');
  });

  it('may be given up in the middle of a download, and the connection is as good as before', async () => {
    const vol = await makeVolume('big', 64 * MIB);
    await upload(vol, Buffer.alloc(8 * MIB, 1));
    for (let times = 0; times < 5; times++) {
      const stream = await openDownload(vol);
      for await (const _ of stream) break;
      await stream.abort();
      expect(await connection.call(procedures.connectGetHostname, {})).toHaveProperty('hostname');
    }
  });

  it('wait for a slow reader instead of filling the memory', async () => {
    const lane = await open();
    const vol = await makeVolume('slow', 64 * MIB);
    const { stream } = await lane.openStream(procedures.storageVolDownload, { vol, offset: 0n, length: 0n, flags: 0 });
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    const memory = process.memoryUsage().arrayBuffers;
    // Time enough for the daemon to send all of it, were it let.
    for (let times = 0; times < 20; times++)
      await connection.call(procedures.connectGetHostname, {}).then(() => sleep(20));
    expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(16 * MIB);
    let length = 0;
    for await (const chunk of stream) if (chunk.kind === 'data') length += chunk.bytes.length;
    expect(length).toBeGreaterThan(60 * MIB);
    await stream.finish();
    await lane.close();
  });
});

describe('a serial console', () => {
  /** Without a screen the guest's firmware talks on its serial port. */
  const guest = `<domain type='qemu'><name>console</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='pc'>hvm</type><bios useserial='yes'/></os>
    <devices><serial type='pty'/><console type='pty'/></devices></domain>`;
  const { VIR_DOMAIN_CONSOLE_FORCE: FORCE } = enums.virDomainConsoleFlags;

  async function start() {
    return (
      await connection.call(procedures.domainCreateXml, {
        xmlDesc: guest,
        flags: enums.virDomainCreateFlags.VIR_DOMAIN_START_PAUSED,
      })
    ).dom;
  }

  it('shows what the guest writes, is one at a time, and ends with the guest', { timeout: 60_000 }, async () => {
    const dom = await start();
    const lane = await open();
    const first = await lane.openStream(procedures.domainOpenConsole, { dom, flags: 0 });
    await connection.call(procedures.domainResume, { dom });
    let text = '';
    for await (const chunk of first.stream) {
      if (chunk.kind === 'data') text += Buffer.from(chunk.bytes).toString('latin1');
      if (text.includes('SeaBIOS')) break;
    }
    await expect(lane.openStream(procedures.domainOpenConsole, { dom, flags: 0 })).rejects.toMatchObject({
      data: {
        libvirt: { code: enums.virErrorNumber.VIR_ERR_OPERATION_FAILED },
        raw: expect.stringContaining('console session'),
      },
    });

    const second = await lane.openStream(procedures.domainOpenConsole, { dom, flags: FORCE });
    const takenOver = (async () => {
      for await (const _ of first.stream);
    })();
    await expect(takenOver).rejects.toMatchObject({ data: { libvirt: expect.anything() } });

    await second.stream.send(Buffer.from('\r'));
    await connection.call(procedures.domainDestroy, { dom });
    for await (const _ of second.stream);
    await second.stream.abort();
    expect(await lane.call(procedures.connectGetHostname, {})).toHaveProperty('hostname');
    await lane.close();
  });
});
