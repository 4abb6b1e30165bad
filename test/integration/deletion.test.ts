/** Deleting VMs with their storage, on real files: what is suggested, what may go, and what never does. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskSources } from '../../shared/model/domainXml.ts';
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
  const plan = await lab.planOf('crashed');
  expect(plan).toMatchObject({ running: true, volumes: [{ suggested: true }] });
  const paths = plan.volumes.map(({ path }) => path);
  const refused = await program.ended(await program.api.domain.delete({ ...ref, paths, force: false }));
  expect(refused).toMatchObject({ state: 'failed', error: { code: 'conflict' } });
  expect(await lab.exists(paths[0] ?? '')).toBe(true);
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
  const folder = await lab.pool('legacy');
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
