/** Creating VMs on real hosts: what is made, what stands in the way, and that nothing is left where it fails. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreationProblem } from '../../shared/model/creation/creationPlan.ts';
import type { CreationRequest } from '../../shared/model/creation/creationRequest.ts';
import type { Hardware } from '../../shared/model/creation/hardware.ts';
import type { LabHost } from '../lab/lab.ts';
import { domainsOf, everything, MiB, newDisk, startCreationLab, volumesOf, type CreationLab } from './creationLab.ts';
import type { Program } from './program.ts';

let lab: CreationLab;
let program: Program;
let h1: LabHost;
let h2: LabHost;
let hardware: Hardware;

beforeAll(async () => {
  lab = await startCreationLab();
  ({ program, h1, h2, hardware } = lab);
});
afterAll(() => lab[Symbol.asyncDispose]());

async function problemsOf(request: CreationRequest): Promise<readonly CreationProblem[]> {
  const { vms, problems } = await program.api.creation.plan(request);
  return [...problems, ...vms.flatMap((vm) => vm.problems)];
}

describe('a blank VM', () => {
  test('is planned before anything is made', async () => {
    const before = await everything(h1);
    const { vms } = await program.api.creation.plan(lab.asked());
    expect(vms).toMatchObject([
      {
        name: 'new',
        hostName: 'h1',
        volumes: [{ pool: 'default', volume: 'new.qcow2', purpose: 'disk', capacityBytes: 8 * MiB }],
        steps: [{ kind: 'createVolume' }, { kind: 'define' }],
      },
    ]);
    expect(vms[0]?.xml).toContain("<source file='/var/lib/libvirt/images/new.qcow2'/>");
    expect(await everything(h1)).toEqual(before);
  });

  test('is made as it was planned, off when that was asked for', async () => {
    await lab.create(lab.asked());
    expect(await program.domain('new')).toMatchObject({ state: 'shutoff' });
    expect(await h1.virsh('dumpxml', 'new')).toContain('/var/lib/libvirt/images/new.qcow2');
    expect(await volumesOf(h1)).toContain('new.qcow2');
  });

  test('is started when that was asked for', async () => {
    await lab.create(lab.asked({ name: 'runs', start: true }));
    expect(await program.domain('runs', ({ state }) => state === 'running')).toMatchObject({ autostart: false });
    await h1.virsh('destroy', 'runs');
  });
});

describe('what is asked before', () => {
  test('the systems that are known, and what one of them should get on this host', async () => {
    const systems = await program.api.creation.systems({});
    expect(systems.map(({ id }) => id)).toContain('debian12');
    const host = lab.ids[0] ?? '';
    const { hardware: windows } = await program.api.creation.defaults({
      host,
      os: 'win10',
      source: 'iso',
      compatible: false,
    });
    // This machine has no KVM, and Windows no virtio drivers of its own.
    expect(windows).toMatchObject({ type: 'qemu', clock: 'localtime', disks: [{ bus: 'sata' }] });
  });

  test('what an image holds, by its name where nothing else tells', async () => {
    const host = lab.ids[0] ?? '';
    await h1.virsh('vol-create-as', 'default', 'debian-12-genericcloud-amd64.qcow2', '1M', '--format', 'qcow2');
    const volume = 'debian-12-genericcloud-amd64.qcow2';
    const byVolume = { kind: 'volume', pool: 'default', volume } as const;
    const byPath = { kind: 'path', path: `/var/lib/libvirt/images/${volume}` } as const;
    for (const image of [byVolume, byPath])
      expect(await program.api.creation.inspectImage({ host, image })).toMatchObject({ os: { id: 'debian12' } });
  });
});

describe('importing a disk', () => {
  test('takes the volume as it is, and makes none', async () => {
    await h1.virsh('vol-create-as', 'default', 'ready.qcow2', '4M', '--format', 'qcow2');
    const disk = {
      content: { kind: 'volume', pool: 'default', volume: 'ready.qcow2' },
      bus: 'virtio',
      discard: true,
    } as const;
    const before = await volumesOf(h1);
    await lab.create(
      lab.asked({ name: 'imported', source: { kind: 'import' }, hardware: { ...hardware, disks: [disk] } }),
    );
    expect(await h1.virsh('dumpxml', 'imported')).toMatch(/type='qcow2'[^]*ready\.qcow2/);
    expect(await volumesOf(h1)).toEqual(before);
    // A second VM would ruin it.
    const second = lab.asked({ name: 'second', source: { kind: 'import' }, hardware: { ...hardware, disks: [disk] } });
    expect(await problemsOf(second)).toContainEqual(expect.objectContaining({ level: 'error', code: 'volumeInUse' }));
  });

  test('reads it as what it is now: it may have been replaced since its pool was last looked into', async () => {
    const file = '/var/lib/libvirt/images/data.img';
    const make = (format: string) => lab.h1.exec(['qemu-img', 'create', '-q', '-f', format, file, '8M']);
    await make('raw');
    await lab.h1.virsh('pool-refresh', 'default');
    await make('qcow2');
    const content = { kind: 'volume', pool: 'default', volume: 'data.img' } as const;
    const disks = [{ content, bus: 'virtio', discard: true }] as const;
    const { hardware } = lab;
    await lab.create(
      lab.asked({ name: 'replaced', source: { kind: 'import' }, hardware: { ...hardware, disks: [...disks] } }),
    );
    expect(await lab.h1.virsh('dumpxml', 'replaced')).toMatch(/<driver [^>]*type='qcow2'/);
  });
});

describe('a ready image', () => {
  test.each(['copy', 'link'] as const)('is taken by %s, and grown to what was asked for', async (mode) => {
    const name = `from-${mode}`;
    await h1.virsh('vol-create-as', 'default', `${name}-image.qcow2`, '4M', '--format', 'qcow2');
    const image = { kind: 'volume', pool: 'default', volume: `${name}-image.qcow2` } as const;
    await lab.create(lab.asked({ name, source: { kind: 'cloud', image, mode, keepImage: true } }));
    const info = await h1.virsh('vol-dumpxml', `${name}.qcow2`, 'default');
    expect(info).toContain(`<capacity unit='bytes'>${8 * MiB}</capacity>`);
    expect(info?.includes('<backingStore>')).toBe(mode === 'link');
  });
});

describe('a definition', () => {
  test('is taken as XML, under a name and UUID of its own', async () => {
    const xml = (await h1.virsh('dumpxml', 'new')) ?? '';
    await lab.create(lab.asked({ name: 'copied', source: { kind: 'xml', xml } }));
    const copied = (await h1.virsh('dumpxml', 'copied')) ?? '';
    expect(/<uuid>.*<\/uuid>/.exec(copied)?.[0]).not.toBe(/<uuid>.*<\/uuid>/.exec(xml)?.[0]);
    expect(/<mac .*/.exec(copied)?.[0]).not.toBe(/<mac .*/.exec(xml)?.[0]);
  });
});

describe('several at once', () => {
  test('five by a pattern take turns on two hosts', async () => {
    await lab.create(lab.asked({ name: 'web-{01..05}', hosts: [...lab.ids] }));
    expect((await domainsOf(h1)).filter((name) => name.startsWith('web'))).toEqual(['web-01', 'web-03', 'web-05']);
    expect((await domainsOf(h2)).filter((name) => name.startsWith('web'))).toEqual(['web-02', 'web-04']);
    expect(await volumesOf(h2)).toEqual(expect.arrayContaining(['web-02.qcow2', 'web-04.qcow2']));
  });
});

describe('what stands in the way is said, and nothing is made', () => {
  const missingBridge = { source: { kind: 'bridge', bridge: 'br-none' }, model: 'virtio' } as const;
  const missingNetwork = { source: { kind: 'network', network: 'none' }, model: 'virtio' } as const;
  const ssh = { protocol: 'tcp', hostPort: 2222, guestPort: 22 } as const;
  const forwarding = { source: { kind: 'user' as const, portForwards: [ssh] }, model: 'virtio' };
  const sata = { content: { kind: 'new', pool: 'default', capacityBytes: MiB, format: 'raw', full: false } } as const;
  const cases: readonly (readonly [CreationProblem['code'], string, () => Partial<CreationRequest>])[] = [
    ['nameTaken', 'name', () => ({ name: 'new' })],
    ['nameInvalid', 'name', () => ({ name: 'a/b' })],
    [
      'volumeExists',
      'hardware.disks.0.content.volume',
      () => ({ name: 'other', hardware: { ...hardware, disks: [newDisk({ volume: 'new.qcow2' })] } }),
    ],
    [
      'poolMissing',
      'hardware.disks.0.content.pool',
      () => ({ hardware: { ...hardware, disks: [newDisk({ pool: 'none' })] } }),
    ],
    [
      'poolFull',
      'hardware.disks',
      () => ({ hardware: { ...hardware, disks: [newDisk({ capacityBytes: 1e15, full: true })] } }),
    ],
    ['bridgeMissing', 'hardware.nics.0.source', () => ({ hardware: { ...hardware, nics: [missingBridge] } })],
    ['networkMissing', 'hardware.nics.0.source', () => ({ hardware: { ...hardware, nics: [missingNetwork] } })],
    ['passtMissing', 'hardware.nics.0.source', () => ({ hardware: { ...hardware, nics: [forwarding] } })],
    ['archMissing', 'hardware.arch', () => ({ hardware: { ...hardware, arch: 's390x' } })],
    ['typeMissing', 'hardware.type', () => ({ hardware: { ...hardware, type: 'kvm' } })],
    ['machineMissing', 'hardware.machine', () => ({ hardware: { ...hardware, machine: 'pc-q35-99' } })],
    ['firmwareMissing', 'hardware.firmware', () => ({ hardware: { ...hardware, firmware: 'efi' } })],
    ['secureBootMissing', 'hardware.firmware', () => ({ hardware: { ...hardware, firmware: 'secureBoot' } })],
    ['tpmMissing', 'hardware.tpm', () => ({ hardware: { ...hardware, tpm: true } })],
    [
      'tooManyVcpus',
      'hardware.cpu.vcpus',
      () => ({ hardware: { ...hardware, cpu: { ...hardware.cpu, vcpus: 1024 } } }),
    ],
    [
      'topologyWrong',
      'hardware.cpu.topology',
      () => ({
        hardware: { ...hardware, cpu: { vcpus: 2, mode: 'maximum', topology: { sockets: 3, cores: 1, threads: 1 } } },
      }),
    ],
    [
      'busMissing',
      'hardware.disks.0.bus',
      () => ({ hardware: { ...hardware, disks: [{ ...sata, bus: 'ide', discard: false }] } }),
    ],
    ['videoMissing', 'hardware.video', () => ({ hardware: { ...hardware, video: 'xen' } })],
    [
      'volumeMissing',
      'source.image',
      () => ({ source: { kind: 'iso', image: { kind: 'volume', pool: 'default', volume: 'none.iso' } } }),
    ],
    ['noDisk', 'hardware.disks', () => ({ source: { kind: 'import' }, hardware })],
    [
      'noSource',
      'source',
      () => ({
        source: {
          kind: 'iso',
          image: { kind: 'url', url: 'http://127.0.0.1:9/a.iso', pool: 'default', volume: 'a.iso' },
        },
      }),
    ],
    [
      'kernelUnknown',
      'source.kernel',
      () => ({ source: { kind: 'tree', url: 'http://127.0.0.1:9/', pool: 'default', arguments: '' } }),
    ],
  ];
  test.each(cases)('%s, at %s', async (code, field, change) => {
    const before = await everything(h1);
    const request = lab.asked({ name: 'wrong', ...change() });
    expect(await problemsOf(request)).toContainEqual(expect.objectContaining({ level: 'error', code, field }));
    await expect(program.api.creation.create(request)).rejects.toMatchObject({
      data: { params: { path: expect.any(String) } },
    });
    expect(await everything(h1)).toEqual(before);
  });

  test('an emulated VM is slow: that is said, and it is made all the same', async () => {
    expect(await problemsOf(lab.asked({ name: 'slow' }))).toContainEqual({
      level: 'warning',
      code: 'emulated',
      field: 'hardware.type',
    });
  });

  test('a VM whose second volume cannot be made loses its first again', async () => {
    const before = await everything(h1);
    // More than the pool has, in a pool that only notices when it is written: the daemon refuses the volume's name.
    const disks = [newDisk(), newDisk({ volume: '..' })];
    const [id = ''] = await program.api.creation.create(
      lab.asked({ name: 'broken', hardware: { ...hardware, disks } }),
    );
    expect(await program.ended(id)).toMatchObject({ state: 'failed' });
    expect(await everything(h1)).toEqual(before);
  });
});
