/** Deleting VMs with their storage, on real files: what is suggested, what may go, and what never does. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskSources } from '../../shared/model/domainXml.ts';
import { el } from '../../build/guest/xml.ts';
import { startLab, type Lab, type LabHost } from '../lab/lab.ts';
import { refOf, startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  program = await startProgram();
  await program.addHost(h1.uri('ssh'));
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
});

const planOf = async (name: string) => program.api.domain.deletePlan(refOf(await program.domain(name)));
/** Directory pools of this host alone, made where they are not there yet. */
async function pool(name: string): Promise<string> {
  const folder = `/var/lib/libvirt/${name}`;
  await h1.exec(['mkdir', '-p', folder]);
  await h1.virsh('pool-define-as', name, 'dir', '--target', folder);
  await h1.virsh('pool-start', name);
  return folder;
}
const image = (path: string, base?: string) =>
  h1.exec([
    'qemu-img',
    'create',
    '-q',
    '-f',
    'qcow2',
    ...(base === undefined ? [] : ['-F', 'qcow2', '-b', base]),
    path,
    '16M',
  ]);
const guest = (name: string, disk: string) => h1.defineGuest({ name, kernel: 'none', network: false, disk });
async function forget(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await h1.virsh('destroy', name).catch(() => undefined); // most are off
    await h1.virsh('undefine', name);
    await program.gone(name);
  }
}
const exists = (path: string) =>
  h1.exec(['sh', '-c', 'test -e "$1" && echo yes || echo no', 'sh', path]).then((word) => word.trim() === 'yes');

describe('deletion', () => {
  const volumes = (): Promise<string> => h1.virsh('vol-list', 'default');

  test('lists the disks, who else uses them, and suggests only what is this domain alone', async () => {
    await h1.defineGuest({ name: 'doomed', kernel: 'none', network: false, disk: 16 });
    const own = diskSources(await h1.virsh('dumpxml', 'doomed'))[0]?.path ?? '';
    await h1.defineGuest({ name: 'sharer', kernel: 'none', network: false, disk: own });
    const ref = refOf(await program.domain('doomed', ({ definition }) => definition !== undefined));
    await program.domain('sharer', ({ definition }) => definition !== undefined);
    expect(await program.api.domain.deletePlan(ref)).toMatchObject({
      running: false,
      managedSave: false,
      snapshots: 0,
      checkpoints: 0,
      volumes: [
        {
          path: own,
          target: 'vda',
          device: 'disk',
          pool: 'default',
          volume: 'doomed.qcow2',
          capacityBytes: 16 * 1024 ** 2,
          usedBy: ['sharer'],
          suggested: false,
          why: 'usedByOthers',
        },
      ],
    });
    await h1.virsh('undefine', 'sharer');
    await program.gone('sharer');
    expect((await program.api.domain.deletePlan(ref)).volumes).toMatchObject([{ usedBy: [], suggested: true }]);
  });

  test('does not suggest an image that others are based on', async () => {
    await h1.defineGuest({ name: 'template', kernel: 'none', network: false, disk: 16 });
    const base = diskSources(await h1.virsh('dumpxml', 'template'))[0]?.path ?? '';
    await h1.virsh(
      'vol-create-as',
      'default',
      'clone.qcow2',
      '16M',
      '--format',
      'qcow2',
      '--backing-vol',
      base,
      '--backing-vol-format',
      'qcow2',
    );
    const overlay = await h1.virsh('vol-path', 'clone.qcow2', '--pool', 'default');
    const ref = refOf(await program.domain('template'));
    expect((await program.api.domain.deletePlan(ref)).volumes).toMatchObject([
      { path: base, usedBy: [overlay], suggested: false },
    ]);
    await h1.defineGuest({ name: 'clone', kernel: 'none', network: false, disk: overlay });
    await program.domain('clone', ({ definition }) => definition !== undefined);
    expect((await program.api.domain.deletePlan(ref)).volumes).toMatchObject([
      { usedBy: ['clone'], suggested: false, why: 'usedByOthers' },
    ]);
  });

  test('refuses a running domain unless it may force it off; nothing is lost by the refusal', async () => {
    const ref = refOf(await program.domain('doomed'));
    const { volumes: found } = await program.api.domain.deletePlan(ref);
    const paths = found.map(({ path }) => path);
    await program.done(await program.api.domain.start({ ...ref, paused: true }));
    const refused = await program.ended(await program.api.domain.delete({ ...ref, paths, force: false }));
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'conflict' } });
    expect(await volumes()).toContain('doomed.qcow2');
    const deleted = await program.done(await program.api.domain.delete({ ...ref, paths, force: true }));
    expect(deleted.log.map((line) => line.text)).toEqual(['forcedOff', 'undefined', 'volumeDeleted']);
    await program.gone('doomed');
    expect(await volumes()).not.toContain('doomed.qcow2');
  });

  test('keeps what was not chosen', async () => {
    await h1.defineGuest({ name: 'keeper', kernel: 'none', network: false, disk: 16 });
    const ref = refOf(await program.domain('keeper'));
    await program.done(await program.api.domain.delete({ ...ref, paths: [], force: false }));
    await program.gone('keeper');
    expect(await volumes()).toContain('keeper.qcow2');
  });

  test('that cannot delete one volume says which, and that the rest is done', async () => {
    await h1.defineGuest({ name: 'partly', kernel: 'none', network: false, disk: 16 });
    const ref = refOf(await program.domain('partly'));
    const path = diskSources(await h1.virsh('dumpxml', 'partly'))[0]?.path ?? '';
    // A directory where the file was: the volume is known, but can't be unlinked.
    await h1.exec(['sh', '-c', 'rm "$1" && mkdir -p "$1/in"', 'sh', path]);
    const task = await program.ended(await program.api.domain.delete({ ...ref, paths: [path], force: false }));
    expect(task).toMatchObject({ state: 'failed', error: { params: { left: 1 } } });
    expect(task.log.map((line) => line.text)).toEqual(['undefined', 'volumeNotDeleted']);
    await program.gone('partly');
  });

  test('refuses a path that is no disk of the domain, and deletes nothing', async () => {
    await h1.defineGuest({ name: 'strict', kernel: 'none', network: false, disk: 16 });
    const ref = refOf(await program.domain('strict'));
    const task = await program.ended(await program.api.domain.delete({ ...ref, paths: ['/etc/passwd'], force: true }));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'conflict' } });
    expect(await h1.virsh('list', '--all', '--name')).toContain('strict');
  });

  test('takes snapshots and saved state along', async () => {
    await h1.startGuest({ name: 'history', kernel: 'none', network: false, disk: 16 });
    await h1.virsh('snapshot-create-as', 'history', 'one');
    await h1.virsh('managedsave', 'history');
    const ref = refOf(await program.domain('history', ({ managedSave }) => managedSave));
    const plan = await program.api.domain.deletePlan(ref);
    expect(plan).toMatchObject({ snapshots: 1, managedSave: true, running: false });
    await program.done(
      await program.api.domain.delete({ ...ref, paths: plan.volumes.map(({ path }) => path), force: false }),
    );
    await program.gone('history');
  });
});

describe('a base image', () => {
  let base: string;
  let golden: string;
  beforeAll(async () => {
    base = await pool('base');
    await pool('vms');
    golden = `${base}/golden.qcow2`;
    await image(golden);
    await guest('golden', golden);
  });
  afterAll(() => forget('golden'));

  test("is not suggested while its overlay is in another pool, or was made there behind the pool's back", async () => {
    expect((await planOf('golden')).volumes).toMatchObject([{ path: golden, suggested: true, usedBy: [] }]);
    await image('/var/lib/libvirt/vms/web01.qcow2', golden);
    expect((await planOf('golden')).volumes).toMatchObject([
      { suggested: false, why: 'usedByOthers', usedBy: ['/var/lib/libvirt/vms/web01.qcow2'] },
    ]);
    await guest('web01', '/var/lib/libvirt/vms/web01.qcow2');
    expect((await planOf('golden')).volumes).toMatchObject([{ why: 'usedByOthers', usedBy: ['web01'] }]);
    await forget('web01');
    await h1.exec(['rm', '/var/lib/libvirt/vms/web01.qcow2']);
  });

  test('is not suggested, and can not be deleted, while a running VM has an overlay that is in no pool', async () => {
    await h1.exec(['mkdir', '-p', '/var/lib/libvirt/nowhere']);
    await image('/var/lib/libvirt/nowhere/web02.qcow2', golden);
    await guest('web02', '/var/lib/libvirt/nowhere/web02.qcow2');
    // While it is off nobody can tell what it is based on.
    const off = await planOf('golden');
    expect(off.unlooked).toEqual([{ kind: 'image', name: '/var/lib/libvirt/nowhere/web02.qcow2' }]);
    expect(off.volumes).toMatchObject([{ path: golden, suggested: false, why: 'unlooked', usedBy: [] }]);
    await h1.virsh('start', 'web02', '--paused');
    const on = await planOf('golden');
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
    expect(await exists(golden)).toBe(true);
    await forget('web02');
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
    expect((await planOf('golden')).volumes).toMatchObject([
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
    await guest('linked', path);
    const plan = await planOf('golden');
    expect(plan).toMatchObject({ linksFollowed: true, volumes: [{ why: 'usedByOthers', usedBy: ['linked'] }] });
    await forget('linked');
  });

  test('may be the one of another VM by a link that nobody can follow, and is not suggested then', async () => {
    const byTcp = await program.addHost(h1.uri('tcp'), 'by TCP');
    await h1.exec(['ln', '-sfn', '/var/lib/libvirt/base', '/var/lib/libvirt/linked']);
    await guest('linked', '/var/lib/libvirt/linked/golden.qcow2');
    const { uuid } = await program.domain('golden');
    const plan = await program.api.domain.deletePlan({ host: byTcp, uuid });
    expect(plan).toMatchObject({
      linksFollowed: false,
      volumes: [{ suggested: false, namesakes: ['/var/lib/libvirt/linked/golden.qcow2'] }],
    });
    await program.api.host.remove({ host: byTcp });
    await forget('linked');
  });

  test('is not suggested while a pool is inactive, whatever may be in it', async () => {
    await h1.virsh('pool-destroy', 'vms');
    const plan = await planOf('golden');
    expect(plan.unlooked).toEqual([{ kind: 'pool', name: 'vms', why: 'inactive' }]);
    expect(plan.volumes).toMatchObject([{ suggested: false, why: 'unlooked' }]);
    await h1.virsh('pool-start', 'vms');
    expect((await planOf('golden')).volumes).toMatchObject([{ suggested: true }]);
  });

  test('stays when something can not be looked at any more that could when the user was told', async () => {
    const ref = refOf(await program.domain('golden'));
    expect((await planOf('golden')).volumes).toMatchObject([{ suggested: true }]);
    await h1.virsh('pool-destroy', 'vms');
    const refused = await program.ended(await program.api.domain.delete({ ...ref, paths: [golden], force: false }));
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'volumeUnsure', params: { unlooked: 'vms' } } });
    expect(await h1.virsh('list', '--all', '--name')).toContain('golden');
    expect(await exists(golden)).toBe(true);
    await h1.virsh('pool-start', 'vms');
  });

  test('goes when the user was told who loses it, and not when others have come since', async () => {
    await image('/var/lib/libvirt/base/copy.qcow2');
    await image('/var/lib/libvirt/vms/late.qcow2', '/var/lib/libvirt/base/copy.qcow2');
    await guest('copy', '/var/lib/libvirt/base/copy.qcow2');
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
    expect(await exists('/var/lib/libvirt/base/copy.qcow2')).toBe(false);
    await h1.exec(['rm', '/var/lib/libvirt/vms/late.qcow2']);
  });
});

test('of a chain of snapshots every file is a row; those beneath go when chosen, and only with what is based on them', async () => {
  await pool('chain');
  const files = ['web.qcow2', 'web.snap1', 'web.snap2'].map((name) => `/var/lib/libvirt/chain/${name}`);
  for (const [at, file] of files.entries()) await image(file, files[at - 1]);
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
  expect((await planOf('chained')).volumes).toMatchObject([
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

test('a guest that crashed and is kept has its QEMU: it counts as running, can be dumped and forced off, and is deleted only by force', async () => {
  await h1.defineGuest({
    name: 'crashed',
    kernel: 'none',
    network: false,
    disk: 16,
    devices: [el('panic', { model: 'isa' })],
  });
  await h1.exec([
    'sh',
    '-c',
    `virsh -q dumpxml crashed | sed 's#<on_crash>destroy#<on_crash>preserve#' >/root/crashed.xml && virsh -q define /root/crashed.xml`,
  ]);
  const panic = async () => {
    await h1.virsh('qemu-monitor-command', 'crashed', '--hmp', 'o /b 0x505 1');
    return program.domain('crashed', ({ state }) => state === 'crashed');
  };
  await h1.virsh('start', 'crashed');
  const domain = await panic();
  expect(domain.id).toBeGreaterThan(0);
  const ref = refOf(domain);
  expect((await program.api.domain.screenshot(ref)).mime).toBe('image/png');
  const dump = { path: '/var/lib/libvirt/qemu/crashed.dump', format: 'kdump-zlib', live: false } as const;
  await program.done(await program.api.domain.dump({ ...ref, ...dump }));
  expect(await h1.exec(['head', '-c', '12', dump.path])).toBe('makedumpfile'); // flattened, as QEMU writes it
  const plan = await planOf('crashed');
  expect(plan).toMatchObject({ running: true, volumes: [{ suggested: true }] });
  const paths = plan.volumes.map(({ path }) => path);
  const refused = await program.ended(await program.api.domain.delete({ ...ref, paths, force: false }));
  expect(refused).toMatchObject({ state: 'failed', error: { code: 'conflict' } });
  expect(await exists(paths[0] ?? '')).toBe(true);
  await program.done(await program.api.domain.destroy(ref));
  await program.domain('crashed', ({ state, id }) => state === 'shutoff' && id === undefined);
  await h1.virsh('start', 'crashed');
  await panic();
  const deleted = await program.done(await program.api.domain.delete({ ...ref, paths, force: true }));
  expect(deleted.log.map(({ text }) => text)).toEqual(['forcedOff', 'undefined', 'volumeDeleted']);
});

test('many of a host are planned at once, each for itself', async () => {
  await h1.defineGuest({ name: 'many1', kernel: 'none', network: false, disk: 16 });
  await h1.defineGuest({ name: 'many2', kernel: 'none', network: false });
  const [one, two] = [await program.domain('many1'), await program.domain('many2')];
  const gone = '00000000-0000-4000-8000-00000000dead';
  const plans = await program.api.domain.deletePlans({ host: one.host, uuids: [one.uuid, two.uuid, gone] });
  expect(plans).toMatchObject({
    [one.uuid]: { kind: 'planned', plan: { volumes: [{ suggested: true }] } },
    [two.uuid]: { kind: 'planned', plan: { volumes: [] } },
    [gone]: { kind: 'failed', error: { code: 'notFound' } },
  });
});

test('a volume whose name is no UTF-8 is listed, and deleted by the name that was listed', async () => {
  const folder = await pool('legacy');
  await h1.exec(['sh', '-c', `: > "$(printf '%s/\\320\\275\\250\\316.img' "$1")"`, 'sh', folder]);
  const { host } = await program.domain('many2');
  await program.api.storagePool.look({ host, pool: 'legacy' });
  const { items } = await program.api.storageVolume.list({ host, pool: 'legacy' });
  const [volume] = items;
  expect(items).toHaveLength(1);
  await program.done(
    await program.api.storageVolume.delete({ host, pool: 'legacy', name: volume?.name ?? '', force: false }),
  );
  expect((await h1.exec(['ls', folder])).trim()).toBe('');
});
