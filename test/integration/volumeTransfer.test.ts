/** Files of the user's to and from storage pools, over real SSH, and what is on them. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ByteChannel } from '../../shared/rpc/contract.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';
import { startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;
let host: string;
const MiB = 1024 * 1024;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  program = await startProgram();
  host = await program.addHost(h1.uri('ssh'));
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
});

async function send(channel: ByteChannel, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += 256 * 1024) await channel.send(bytes.subarray(at, at + 256 * 1024));
}

async function upload(name: string, bytes: Uint8Array, expected?: string) {
  const { opened, channel } = await program.api.storageVolume.upload({
    host,
    pool: 'default',
    name,
    sizeBytes: bytes.length,
    ...(expected !== undefined && { sha256: expected }),
  });
  await send(channel, bytes).catch(() => undefined);
  channel.close();
  return await program.ended(opened.task);
}

async function download(name: string): Promise<Buffer> {
  const { channel } = await program.api.storageVolume.download({ host, pool: 'default', name });
  const parts: Uint8Array[] = [];
  await new Promise<void>((resolve, reject) => {
    channel.onData((bytes) => void parts.push(bytes.slice()));
    channel.onClose((reason) => (reason === undefined ? resolve() : reject(reason)));
  });
  return Buffer.concat(parts);
}

const volumes = () => h1.virsh('vol-list', 'default');

/** An ISO's primary volume descriptor with this label, and nothing else. */
function iso(label: string): Uint8Array {
  const image = Buffer.alloc(64 * 1024);
  image.write('\u0001CD001\u0001', 32768, 'latin1');
  image.write(label.padEnd(32), 32768 + 40, 'latin1');
  return image;
}

describe('an upload', () => {
  const bytes = Buffer.concat([randomBytes(3 * MiB), Buffer.alloc(20 * MiB), randomBytes(MiB + 123)]);

  test('arrives byte for byte, thin where it is zero, and comes back the same', async () => {
    const task = await upload('thin.img', bytes, sha256(bytes));
    expect(task).toMatchObject({ state: 'done' });
    const path = '/var/lib/libvirt/images/thin.img';
    expect((await h1.exec(['sha256sum', path])).split(' ')[0]).toBe(sha256(bytes));
    const [kib = ''] = (await h1.exec(['du', '-k', path])).split('\t');
    expect(Number(kib)).toBeLessThan(6 * 1024);
    expect(sha256(await download('thin.img'))).toBe(sha256(bytes));
  });

  test('with another checksum than expected is refused, and leaves nothing behind', async () => {
    const task = await upload('wrong.img', bytes, sha256(Buffer.from('other')));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'checksumWrong' } });
    expect(await volumes()).not.toContain('wrong.img');
  });

  test('that ends before all bytes came leaves nothing behind', async () => {
    const { opened, channel } = await program.api.storageVolume.upload({
      host,
      pool: 'default',
      name: 'short.img',
      sizeBytes: bytes.length,
    });
    await channel.send(bytes.subarray(0, MiB));
    channel.close();
    expect(await program.ended(opened.task)).toMatchObject({ state: 'failed', error: { code: 'invalidArgument' } });
    expect(await volumes()).not.toContain('short.img');
  });

  test('can be cancelled, and leaves nothing behind', async () => {
    const { opened, channel } = await program.api.storageVolume.upload({
      host,
      pool: 'default',
      name: 'cancelled.img',
      sizeBytes: bytes.length,
    });
    await channel.send(bytes.subarray(0, MiB));
    await program.api.task.cancel({ id: opened.task });
    expect(await program.ended(opened.task)).toMatchObject({ state: 'cancelled' });
    expect(await volumes()).not.toContain('cancelled.img');
  });

  test('to a name that is taken says so, and the volume that has it stays', async () => {
    expect(await upload('thin.img', bytes)).toMatchObject({ state: 'failed' });
    expect(await volumes()).toContain('thin.img');
  });
});

describe('what is on an image of a remote pool', () => {
  test('is told by the volume descriptor of an ISO', async () => {
    await upload('installer.iso', iso('Debian 12.5.0 amd64 n'));
    const facts = await program.api.storageVolume.inspect({ host, pool: 'default', name: 'installer.iso' });
    expect(facts).toMatchObject({
      kind: 'iso',
      label: 'Debian 12.5.0 amd64 n',
      os: { id: 'debian12' },
      arch: 'x86_64',
    });
  });

  test('is told by its name where it is no ISO', async () => {
    await upload('debian-12-genericcloud-amd64.raw', randomBytes(40_000));
    const name = 'debian-12-genericcloud-amd64.raw';
    expect(await program.api.storageVolume.inspect({ host, pool: 'default', name })).toMatchObject({
      kind: 'other',
      os: { id: 'debian12' },
    });
  });
});

describe('an upload that is held', () => {
  /** Longer than the daemon waits for a sign of life of somebody who doesn't answer. */
  const HELD_MS = 7000;

  test('loses no connection meanwhile, and goes on where it was', async () => {
    const patience = 'keepalive_interval = 1\nkeepalive_count = 4\n';
    await h1.exec(['sh', '-c', 'cat >>/etc/libvirt/libvirtd.conf'], { input: patience });
    await h1.stopDaemon();
    await h1.startDaemon();
    await until('the host is back', async () => program.host(host)?.status.kind === 'connected');
    const bytes = randomBytes(4 * MiB);
    const wanted = { host, pool: 'default', name: 'held.img', sizeBytes: bytes.length, sha256: sha256(bytes) };
    const { opened, channel } = await program.api.storageVolume.upload(wanted);
    await send(channel, bytes.subarray(0, MiB));
    await sleep(HELD_MS);
    await send(channel, bytes.subarray(MiB));
    channel.close();
    expect(await program.ended(opened.task)).toMatchObject({ state: 'done' });
    expect((await h1.exec(['sha256sum', '/var/lib/libvirt/images/held.img'])).split(' ')[0]).toBe(sha256(bytes));
  });
});
