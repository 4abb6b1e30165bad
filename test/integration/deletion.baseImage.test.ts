/** Deleting what other images are based on: it stays, unless the user was told who loses it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { el } from '../../build/guest/xml.ts';
import type { LabHost } from '../lab/lab.ts';
import { startDeletionLab, type DeletionLab } from './deletionLab.ts';
import { refOf, type Program } from './program.ts';

let lab: DeletionLab;
let program: Program;
let h1: LabHost;

beforeAll(async () => {
  lab = await startDeletionLab();
  ({ program, h1 } = lab);
});
afterAll(() => lab[Symbol.asyncDispose]());

describe('a base image', () => {
  let base: string;
  let golden: string;
  beforeAll(async () => {
    base = await lab.pool('base');
    await lab.pool('vms');
    golden = `${base}/golden.qcow2`;
    await lab.image(golden);
    await lab.guest('golden', golden);
  });
  afterAll(() => lab.forget('golden'));

  test("is not suggested while its overlay is in another pool, or was made there behind the pool's back", async () => {
    expect((await lab.planOf('golden')).volumes).toMatchObject([{ path: golden, suggested: true, usedBy: [] }]);
    await lab.image('/var/lib/libvirt/vms/web01.qcow2', golden);
    expect((await lab.planOf('golden')).volumes).toMatchObject([
      { suggested: false, why: 'usedByOthers', usedBy: ['/var/lib/libvirt/vms/web01.qcow2'] },
    ]);
    await lab.guest('web01', '/var/lib/libvirt/vms/web01.qcow2');
    expect((await lab.planOf('golden')).volumes).toMatchObject([{ why: 'usedByOthers', usedBy: ['web01'] }]);
    await lab.forget('web01');
    await h1.exec(['rm', '/var/lib/libvirt/vms/web01.qcow2']);
  });

  test('is not suggested, and can not be deleted, while a running VM has an overlay that is in no pool', async () => {
    await h1.exec(['mkdir', '-p', '/var/lib/libvirt/nowhere']);
    await lab.image('/var/lib/libvirt/nowhere/web02.qcow2', golden);
    await lab.guest('web02', '/var/lib/libvirt/nowhere/web02.qcow2');
    // While it is off nobody can tell what it is based on.
    const off = await lab.planOf('golden');
    expect(off.unlooked).toEqual([{ kind: 'image', name: '/var/lib/libvirt/nowhere/web02.qcow2' }]);
    expect(off.volumes).toMatchObject([{ path: golden, suggested: false, why: 'unlooked', usedBy: [] }]);
    await h1.virsh('start', 'web02', '--paused');
    const on = await lab.planOf('golden');
    expect(on.unlooked).toEqual([]);
    expect(on.volumes).toMatchObject([{ suggested: false, why: 'runsElsewhere', usedBy: ['web02'] }]);
    const ref = refOf(await program.domain('golden'));
    const refused = await program.ended(
      await program.api.domain.delete({ ...ref, paths: [golden], despite: ['web02'], force: true }),
    );
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'volumeInUse', params: { users: 'web02' } } });
    const refusedVolume = await program.ended(
      await program.api.storageVolume.delete({ host: ref.host, pool: 'base', name: 'golden.qcow2', force: true }),
    );
    expect(refusedVolume).toMatchObject({ state: 'failed', error: { code: 'volumeInUse' } });
    expect(await h1.virsh('list', '--all', '--name')).toContain('golden');
    expect(await lab.exists(golden)).toBe(true);
    await lab.forget('web02');
  });

  test.each([
    ['a path with dots and slashes', '/var/lib/libvirt/vms/..//base/./golden.qcow2'],
    ['a relative path', '../base/golden.qcow2'],
  ])('is found by an overlay that names it by %s', async (_how, name) => {
    await h1.exec([
      'sh',
      '-c',
      'cd /var/lib/libvirt/vms && qemu-img create -q -f qcow2 -F qcow2 -b "$1" dotted.qcow2',
      'sh',
      name,
    ]);
    expect((await lab.planOf('golden')).volumes).toMatchObject([
      { why: 'usedByOthers', usedBy: ['/var/lib/libvirt/vms/dotted.qcow2'] },
    ]);
    await h1.exec(['rm', '/var/lib/libvirt/vms/dotted.qcow2']);
  });

  test.each([
    [
      'a link to its folder',
      ['ln', '-sfn', '/var/lib/libvirt/base', '/var/lib/libvirt/linked'],
      '/var/lib/libvirt/linked/golden.qcow2',
    ],
    [
      'a link with another name',
      ['ln', '-sf', '/var/lib/libvirt/base/golden.qcow2', '/var/lib/libvirt/other.qcow2'],
      '/var/lib/libvirt/other.qcow2',
    ],
    [
      'a hard link',
      ['ln', '-f', '/var/lib/libvirt/base/golden.qcow2', '/var/lib/libvirt/hard.qcow2'],
      '/var/lib/libvirt/hard.qcow2',
    ],
  ] as const)('is used by a VM that has it by %s', async (_how, link, path) => {
    await h1.exec(link);
    await lab.guest('linked', path);
    const plan = await lab.planOf('golden');
    expect(plan).toMatchObject({ linksFollowed: true, volumes: [{ why: 'usedByOthers', usedBy: ['linked'] }] });
    await lab.forget('linked');
  });

  test('may be the one of another VM by a link that nobody can follow, and is not suggested then', async () => {
    const byTcp = await program.addHost(h1.uri('tcp'), 'by TCP');
    await h1.exec(['ln', '-sfn', '/var/lib/libvirt/base', '/var/lib/libvirt/linked']);
    await lab.guest('linked', '/var/lib/libvirt/linked/golden.qcow2');
    const { uuid } = await program.domain('golden');
    const plan = await program.api.domain.deletePlan({ host: byTcp, uuid });
    expect(plan).toMatchObject({
      linksFollowed: false,
      volumes: [{ suggested: false, namesakes: ['/var/lib/libvirt/linked/golden.qcow2'] }],
    });
    await program.api.host.remove({ host: byTcp });
    await lab.forget('linked');
  });

  test('is not suggested while a pool is inactive, whatever may be in it', async () => {
    await h1.virsh('pool-destroy', 'vms');
    const plan = await lab.planOf('golden');
    expect(plan.unlooked).toEqual([{ kind: 'pool', name: 'vms', why: 'inactive' }]);
    expect(plan.volumes).toMatchObject([{ suggested: false, why: 'unlooked' }]);
    await h1.virsh('pool-start', 'vms');
    expect((await lab.planOf('golden')).volumes).toMatchObject([{ suggested: true }]);
  });

  test('stays when something can not be looked at any more that could when the user was told', async () => {
    const ref = refOf(await program.domain('golden'));
    expect((await lab.planOf('golden')).volumes).toMatchObject([{ suggested: true }]);
    await h1.virsh('pool-destroy', 'vms');
    const refused = await program.ended(await program.api.domain.delete({ ...ref, paths: [golden], force: false }));
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'volumeUnsure', params: { unlooked: 'vms' } } });
    expect(await h1.virsh('list', '--all', '--name')).toContain('golden');
    expect(await lab.exists(golden)).toBe(true);
    await h1.virsh('pool-start', 'vms');
  });

  test('goes when the user was told who loses it, and not when others have come since', async () => {
    await lab.image('/var/lib/libvirt/base/copy.qcow2');
    await lab.image('/var/lib/libvirt/vms/late.qcow2', '/var/lib/libvirt/base/copy.qcow2');
    await lab.guest('copy', '/var/lib/libvirt/base/copy.qcow2');
    const ref = refOf(await program.domain('copy'));
    const paths = ['/var/lib/libvirt/base/copy.qcow2'];
    const refused = await program.ended(await program.api.domain.delete({ ...ref, paths, force: false }));
    expect(refused).toMatchObject({
      error: { code: 'volumeInUse', params: { users: '/var/lib/libvirt/vms/late.qcow2' } },
    });
    expect(await h1.virsh('list', '--all', '--name')).toContain('copy');
    await program.done(
      await program.api.domain.delete({ ...ref, paths, despite: ['/var/lib/libvirt/vms/late.qcow2'], force: false }),
    );
    expect(await lab.exists('/var/lib/libvirt/base/copy.qcow2')).toBe(false);
    await h1.exec(['rm', '/var/lib/libvirt/vms/late.qcow2']);
  });
});

test('of a chain of snapshots every file is a row; those beneath go when chosen, and only with what is based on them', async () => {
  await lab.pool('chain');
  const files = ['web.qcow2', 'web.snap1', 'web.snap2'].map((name) => `/var/lib/libvirt/chain/${name}`);
  for (const [at, file] of files.entries()) await lab.image(file, files[at - 1]);
  const [bottom = '', middle = '', top = ''] = files;
  await h1.defineGuest({
    name: 'chained',
    kernel: 'none',
    network: false,
    devices: [
      el(
        'disk',
        { type: 'file' },
        el('driver', { name: 'qemu', type: 'qcow2' }),
        el('source', { file: top }),
        el('target', { dev: 'vda', bus: 'virtio' }),
      ),
    ],
  });
  expect((await lab.planOf('chained')).volumes).toMatchObject([
    { path: top, suggested: true, above: [] },
    { path: middle, suggested: false, why: 'beneath', above: [top], pool: 'chain' },
    { path: bottom, suggested: false, why: 'beneath', above: [top, middle] },
  ]);
  const ref = refOf(await program.domain('chained'));
  const refused = await program.ended(await program.api.domain.delete({ ...ref, paths: [bottom, top], force: false }));
  expect(refused).toMatchObject({ error: { code: 'volumeInUse', params: { users: middle } } });
  const done = await program.done(await program.api.domain.delete({ ...ref, paths: files, force: false }));
  expect(done.log.flatMap(({ text, params }) => (text === 'volumeDeleted' ? [params?.['path']] : []))).toEqual([
    top,
    middle,
    bottom,
  ]);
});
