/** Disks of running and stopped guests: growing, moving to another pool, flattening, changing media. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainRef } from '../../shared/model/domain.ts';
import { isoImage } from '../../shared/iso9660/image.ts';
import { el } from '../../shared/xml/build.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';
import { inGuest } from './guestAgent.ts';
import { refOf, startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;
let ref: DomainRef;
const guest = 'disks';
const images = '/var/lib/libvirt/images';
const MiB = 1024 * 1024;

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  program = await startProgram();
  await program.addHost(h1.uri('ssh'));
  await h1.exec(['mkdir', '-p', '/var/lib/libvirt/second']);
  await h1.virsh('pool-define-as', 'second', 'dir', '--target', '/var/lib/libvirt/second');
  await h1.virsh('pool-start', 'second');
  await h1.exec(['sh', '-c', makeFileSystem, 'sh', `${images}/data.raw`]);
  for (const label of ['first', 'second']) await makeIso(label);
  const devices = [
    diskElement('disk', `${images}/data.raw`, { dev: 'vdb', bus: 'virtio' }),
    diskElement('cdrom', undefined, { dev: 'hda', bus: 'ide' }),
  ];
  await h1.startGuest({ name: guest, kernel: 'cloud', disk: 32, memoryMiB: 160, devices });
  ref = refOf(await program.domain(guest, ({ state }) => state === 'running'));
  await h1.waitForSerial(guest, /GUEST READY/);
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
});

/** A file system of 24 MiB that brings what grows it, which the guest lacks: the program, and the loader and libraries that it needs. */
const makeFileSystem = `set -e
folder=$(mktemp -d)
tool=$(command -v resize2fs || echo /sbin/resize2fs)
cp -L "$tool" $(ldd "$tool" | grep -o '/[^ ]*') "$folder"
mkfs.ext4 -q -d "$folder" "$1" 24M
rm -r "$folder"`;
const useFileSystem = `mkdir -p /data && mount /dev/vdb /data && cat >/usr/sbin/resize2fs <<'END' && chmod +x /usr/sbin/resize2fs
#!/bin/sh
exec /data/ld-linux-x86-64.so.2 --library-path /data /data/resize2fs "$@"
END`;

const diskElement = (device: string, file: string | undefined, target: Readonly<Record<string, string>>) =>
  el(
    'disk',
    { type: 'file', device },
    el('driver', { name: 'qemu', type: 'raw' }),
    file !== undefined && el('source', { file }),
    el('target', target),
  );

async function makeIso(label: string): Promise<void> {
  const file = join(h1.directory, `${label}.iso`);
  await writeFile(file, isoImage([{ name: 'label', data: new TextEncoder().encode(label) }], label));
  await h1.exec(['cp', file, `${images}/${label}.iso`]);
}

const options = { nextStartOnly: false, force: false };
const disk = async (target = 'vda') => (await program.api.disk.list(ref)).find((each) => each.target === target);
const definition = async (kind: 'live' | 'persistent') => (await program.api.domain.definition({ ...ref, kind })).xml;

describe('growing a disk', () => {
  test('while the guest runs: the guest sees the new size, and is told where no file system could be grown', async () => {
    const grown = await program.done(
      await program.api.disk.resize({ ...ref, target: 'vda', capacityBytes: 48 * MiB, fileSystem: true }),
    );
    expect(await inGuest(h1, guest, 'cat /sys/block/vda/size')).toBe(`${(48 * MiB) / 512}\n`);
    expect(await disk()).toMatchObject({ capacityBytes: 48 * MiB });
    // There is no file system on it: that is said, and doesn't fail what was done.
    expect(grown.log.map(({ text }) => text)).toEqual(['resized', 'fileSystemNotGrown']);
  });

  test('grows the file system on it too, through the agent, and the guest has the room', async () => {
    await inGuest(h1, guest, useFileSystem);
    const roomKiB = async () => Number(await inGuest(h1, guest, "df -k /data | awk 'END { print $2 }'"));
    expect(await roomKiB()).toBeLessThan(24 * 1024);
    const grown = await program.done(
      await program.api.disk.resize({ ...ref, target: 'vdb', capacityBytes: 40 * MiB, fileSystem: true }),
    );
    expect(grown.log.map(({ text }) => text)).toEqual(['resized', 'fileSystemGrown']);
    expect(await roomKiB()).toBeGreaterThan(30 * 1024);
  });

  test('never makes one smaller', async () => {
    const task = await program.ended(
      await program.api.disk.resize({ ...ref, target: 'vda', capacityBytes: 8 * MiB, fileSystem: false }),
    );
    expect(task).toMatchObject({ state: 'failed', error: { code: 'diskShrink' } });
    expect(await disk()).toMatchObject({ capacityBytes: 48 * MiB });
  });
});

describe('moving a disk to another pool', () => {
  test('goes on under write load, and both the guest and its next start are on the copy, which has every byte', async () => {
    await inGuest(
      h1,
      guest,
      '(i=0; while [ $i -lt 400 ]; do dd if=/dev/urandom of=/dev/vda bs=64k seek=$i count=1 conv=notrunc,fsync 2>/dev/null; i=$((i+1)); echo $i >/run/load; done) >/dev/null 2>&1 &',
    );
    await until('writes', async () => Number(await inGuest(h1, guest, 'cat /run/load')) > 3);
    const task = await program.done(
      await program.api.disk.move({
        ...ref,
        target: 'vda',
        pool: 'second',
        volume: 'moved.qcow2',
        format: 'qcow2',
        deleteSource: false,
        limit: 0,
      }),
    );
    expect(task.log.map(({ text }) => text)).toContain('moved');
    const moved = '/var/lib/libvirt/second/moved.qcow2';
    expect(await definition('live')).toContain(moved);
    expect(await definition('persistent')).toContain(moved);
    const before = Number(await inGuest(h1, guest, 'cat /run/load'));
    await until('writes after the pivot', async () => Number(await inGuest(h1, guest, 'cat /run/load')) > before);
    await inGuest(h1, guest, 'killall sh dd; sleep 1; sync; echo 3 >/proc/sys/vm/drop_caches');
    const inside = (await inGuest(h1, guest, 'md5sum /dev/vda')).split(' ')[0];
    await h1.virsh('suspend', guest);
    await h1.exec(['sh', '-c', `qemu-img convert -U -O raw ${moved} ${images}/moved.raw`]);
    const outside = (await h1.exec(['md5sum', `${images}/moved.raw`])).split(' ')[0];
    await h1.virsh('resume', guest);
    expect(outside).toBe(inside);
    expect(await h1.virsh('vol-list', 'default')).toContain(`${guest}.qcow2`);
  });

  test('can be cancelled: the guest stays where it is and the copy is gone', async () => {
    await inGuest(h1, guest, 'dd if=/dev/urandom of=/dev/vda bs=1M count=20 conv=notrunc,fsync 2>/dev/null');
    const id = await program.api.disk.move({
      ...ref,
      target: 'vda',
      pool: 'default',
      volume: 'slow.qcow2',
      format: 'raw',
      deleteSource: true,
      limit: 1,
    });
    await until('the copy', async () => (await disk())?.job?.kind === 'copy');
    await program.api.task.cancel({ id });
    expect(await program.ended(id)).toMatchObject({ state: 'cancelled' });
    expect(await definition('live')).toContain('moved.qcow2');
    await h1.virsh('pool-refresh', 'default');
    expect(await h1.virsh('vol-list', 'default')).not.toContain('slow.qcow2');
  });
});

describe('a chain of images', () => {
  test('is told, and flattened while the guest runs', async () => {
    await h1.virsh('snapshot-create-as', guest, 'top', '--disk-only', '--no-metadata', '--atomic');
    expect((await disk())?.chain).toHaveLength(2);
    await program.done(await program.api.disk.flatten({ ...ref, target: 'vda' }));
    expect((await disk())?.chain).toHaveLength(1);
  });
});

describe('media', () => {
  const change = async (from: string | null, to: string | null) =>
    await program.ended(
      await program.api.domain.edit({
        ...ref,
        edits: [{ kind: 'device', device: 'disk:hda', changes: { file: { from, to } } }],
        ...options,
      }),
    );
  /** The name of the medium, as the guest reads it off the drive; '' without one. */
  const label = async () => await inGuest(h1, guest, 'dd if=/dev/sr0 bs=2 skip=16404 count=16 2>/dev/null | tr -d " "');
  const medium = (name: string): string => `${images}/${name}.iso`;

  test('are put in and changed while the guest runs, and the guest reads them', async () => {
    expect(await label()).toBe('');
    expect(await change(null, medium('first'))).toMatchObject({ state: 'done' });
    await until('the first medium', async () => (await label()) === 'first');
    const task = await change(medium('first'), medium('second'));
    expect(task).toMatchObject({ state: 'done' });
    await until('the second medium', async () => (await label()) === 'second');
    await program.done(await program.api.task.undo({ id: task.id }));
    await until('the first medium again', async () => (await label()) === 'first');
  });

  test('that the guest uses stay in: it is said, and the next start has them too', async () => {
    await inGuest(h1, guest, 'mkdir -p /cd && mount -t iso9660 /dev/sr0 /cd');
    expect(await inGuest(h1, guest, 'cat /cd/label')).toBe('first');
    expect(await change(medium('first'), null)).toMatchObject({ state: 'failed', error: { code: 'libvirt' } });
    expect(await definition('live')).toContain(medium('first'));
    expect(await definition('persistent')).toContain(medium('first'));
    await inGuest(h1, guest, 'umount /cd');
  });

  test('are ejected once it has let go of them', async () => {
    expect(await change(medium('first'), null)).toMatchObject({ state: 'done' });
    await until('no medium', async () => (await label()) === '');
    expect(await definition('persistent')).not.toContain('first.iso');
  });
});

describe('of a guest that is off', () => {
  test('a disk is grown in its pool, and moved to another with the old image deleted', async () => {
    await h1.defineGuest({ name: 'off', kernel: 'none', network: false, disk: 8 });
    const off = refOf(await program.domain('off'));
    const asked = { ...off, target: 'vda' };
    await program.done(await program.api.disk.resize({ ...asked, capacityBytes: 12 * MiB, fileSystem: true }));
    const move = { pool: 'second', volume: 'off.qcow2', format: 'qcow2' as const, deleteSource: true, limit: 0 };
    const task = await program.done(await program.api.disk.move({ ...asked, ...move }));
    expect(task.log.map(({ text }) => text)).toEqual(['moved', 'volumeDeleted']);
    expect((await program.api.disk.list(off))[0]).toMatchObject({
      capacityBytes: 12 * MiB,
      chain: [{ source: '/var/lib/libvirt/second/off.qcow2' }],
    });
    expect(await h1.virsh('vol-list', 'default')).not.toContain('off.qcow2');
  });
});
