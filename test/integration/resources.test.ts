/** What a host has to offer, as the real daemons tell it: storage, networks, devices, capabilities. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostId } from '../../shared/model/host.ts';
import { el } from '../../shared/xml/build.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';
import { startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;
let host: HostId;
const images = '/var/lib/libvirt/images';
const MiB = 1024 * 1024;
const pool = 'default';

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

const volumes = async () => (await program.api.storageVolume.list({ host, pool })).items;
const volume = async (name: string) => (await volumes()).find((each) => each.name === name);

describe('storage pools', () => {
  test('are listed with where they are, how full they are and whether they start with the host', async () => {
    const pools = await program.api.storagePool.list({ host });
    expect(pools).toMatchObject({ kind: 'listed', unread: [] });
    const [first] = pools.items;
    expect(first).toMatchObject({ name: pool, type: 'dir', state: 'running', targetPath: images, autostart: true });
    const { capacityBytes = 0, allocationBytes = 0, availableBytes = 0 } = first ?? {};
    expect(availableBytes).toBeGreaterThan(0);
    expect(allocationBytes + availableBytes).toBe(capacityBytes);
  });

  test('that are off are listed too; what is in them the host does not tell, and says so', async () => {
    await h1.virsh('pool-define-as', 'off', 'dir', '--target', '/var/lib/libvirt/off');
    const { items } = await program.api.storagePool.list({ host });
    expect(items.find(({ name }) => name === 'off')).toMatchObject({
      state: 'inactive',
      capacityBytes: 0,
      autostart: false,
    });
    expect(await program.api.storageVolume.list({ host, pool: 'off' })).toMatchObject({
      kind: 'unavailable',
      items: [],
      error: { code: 'libvirt' },
    });
    await expect(program.api.storageVolume.list({ host, pool: 'nowhere' })).rejects.toMatchObject({ code: 'notFound' });
  });
});

test('a pool that is not active can be started from here; one that can not be says why', async () => {
  await h1.exec(['mkdir', '-p', '/var/lib/libvirt/shelf']);
  await h1.virsh('pool-define-as', 'shelf', 'dir', '--target', '/var/lib/libvirt/shelf');
  const idOf = async (pool: string): Promise<string> =>
    (await program.api.storagePool.list({ host })).items.find(({ name }) => name === pool)?.uuid ?? '';
  await program.done(await program.api.storagePool.start({ host, id: await idOf('shelf') }));
  const { items } = await program.api.storagePool.list({ host });
  expect(items.find(({ name }) => name === 'shelf')?.state).toBe('running');
  const failed = await program.ended(await program.api.storagePool.start({ host, id: await idOf('off') }));
  expect(failed).toMatchObject({ state: 'failed', error: { libvirt: { message: /lib.libvirt.off/ } } });
});

describe('what an image is', () => {
  const formatOf = (path: string) => program.api.storageVolume.imageFormat({ host, path });

  test('is told by what is in it, not by its name, also when it came after the pool was last looked into', async () => {
    await h1.exec(['qemu-img', 'create', '-q', '-f', 'qcow2', `${images}/data.img`, '1M']);
    await h1.exec(['qemu-img', 'create', '-q', '-f', 'raw', `${images}/raw.qcow2`, '1M']);
    expect(await formatOf(`${images}/data.img`)).toBe('qcow2');
    expect(await formatOf(`${images}//./raw.qcow2`)).toBe('raw');
    // Replaced by another kind under the same name.
    await h1.exec(['qemu-img', 'create', '-q', '-f', 'raw', `${images}/data.img`, '1M']);
    expect(await formatOf(`${images}/data.img`)).toBe('raw');
  });

  test('outside of pools its first bytes tell, where the host has a shell for us', async () => {
    await h1.exec(['qemu-img', 'create', '-q', '-f', 'qcow2', "/root/it's data.raw", '1M']);
    await h1.exec(['qemu-img', 'create', '-q', '-f', 'vmdk', '/root/data.qcow2', '1M']);
    expect(await formatOf("/root/it's data.raw")).toBe('qcow2');
    expect(await formatOf('/root/data.qcow2')).toBe('vmdk');
    expect(await formatOf('/root/not there')).toBeUndefined();
  });
});

/** A directory whose file system never answers, until it is given up: a FUSE mount without anybody behind it. */
async function mountHanging(directory: string): Promise<AsyncDisposable> {
  const mount = 'mount -i -t fuse -o fd=5,rootmode=40000,user_id=0,group_id=0 hanging "$0"';
  const script = `mkdir -p "$0"; exec 5<>/dev/fuse; ${mount} && { sleep 1000 </dev/null >/dev/null 2>&1 & echo $!; }`;
  const holder = (await h1.exec(['sh', '-c', script, directory])).trim();
  return {
    [Symbol.asyncDispose]: async () => {
      await h1.exec(['kill', holder]);
      await h1.exec(['umount', directory]);
    },
  };
}

/** Whether it is there or not, runs or not. */
async function forgetPool(name: string): Promise<void> {
  await h1.virsh('pool-destroy', name).catch(() => undefined);
  await h1.virsh('pool-undefine', name).catch(() => undefined);
}

describe('pools whose storage hangs', () => {
  // More than the daemon takes calls of one connection at a time.
  const dead = ['dead1', 'dead2', 'dead3', 'dead4', 'dead5'];
  const target = '/var/lib/libvirt/hanging';

  test('are named, and keep nothing from the others, however many they are', async () => {
    for (const name of dead) {
      await forgetPool(name); // left by an attempt that failed
      await h1.virsh('pool-define-as', name, 'dir', '--target', `${target}/${name}`);
    }
    expect((await program.api.storagePool.list({ host })).items.map(({ name }) => name)).toEqual(
      expect.arrayContaining(dead),
    );
    {
      await using _ = await mountHanging(target);
      // Starting them is what hangs in the daemon; it fails when the mount is given up.
      for (const name of dead) void h1.virsh('pool-start', name).catch(() => 'failed');
      await until('all of them hang', async () => {
        const listing = await program.api.storagePool.list({ host });
        return listing.kind === 'listed' && listing.unread.length === dead.length;
      });
      // Now libvirtd's own list of pools hangs too.
      const pools = await program.api.storagePool.list({ host });
      if (pools.kind !== 'listed') throw new Error(`no list: ${pools.error.message}`);
      expect(pools.unread).toHaveLength(dead.length);
      for (const name of dead)
        expect(pools.unread).toContainEqual({ name, error: expect.objectContaining({ code: 'timeout' }) });
      expect(pools.items.map(({ name }) => name)).toEqual(expect.arrayContaining([pool, 'off']));
      expect(await program.api.storageVolume.list({ host, pool })).toMatchObject({ kind: 'listed' });
      expect(await program.api.storageVolume.list({ host, pool: 'dead1' })).toMatchObject({
        kind: 'unavailable',
        error: { code: 'timeout' },
      });
      expect(program.host(host)?.status.kind).toBe('connected');
    }
    await until('the pools answer again', async () => {
      const { items } = await program.api.storagePool.list({ host });
      return dead.every((each) => items.some(({ name }) => name === each));
    });
    for (const name of dead) await h1.virsh('pool-undefine', name);
  });
});

describe('storage volumes', () => {
  test('are made as asked, and undoing that takes them away', async () => {
    const made = { host, pool, name: 'thin.qcow2', capacityBytes: 64 * MiB, format: 'qcow2' as const };
    const task = await program.done(await program.api.storageVolume.create(made));
    expect(task).toMatchObject({ object: { kind: 'storageVolume', name: 'default/thin.qcow2' }, undoable: true });
    expect(await volume('thin.qcow2')).toMatchObject({
      path: `${images}/thin.qcow2`,
      type: 'file',
      format: 'qcow2',
      capacityBytes: 64 * MiB,
      usedBy: [],
      overlays: [],
    });
    await program.done(await program.api.task.undo({ id: task.id }));
    expect(await volume('thin.qcow2')).toBeUndefined();
  });

  test('reserve their room at once where that is asked, in both formats', async () => {
    for (const format of ['raw', 'qcow2'] as const) {
      const name = `full.${format}`;
      const [capacityBytes, allocationBytes] = [8 * MiB, 8 * MiB];
      await program.done(
        await program.api.storageVolume.create({ host, pool, name, capacityBytes, allocationBytes, format }),
      );
      expect((await volume(name))?.allocationBytes).toBeGreaterThanOrEqual(8 * MiB);
    }
  });

  test('keep only what differs from the image they are based on; that one is then in use', async () => {
    await program.done(
      await program.api.storageVolume.create({
        host,
        pool,
        name: 'base.qcow2',
        capacityBytes: 32 * MiB,
        format: 'qcow2',
      }),
    );
    const backing = { path: `${images}/base.qcow2`, format: 'qcow2' };
    await program.done(
      await program.api.storageVolume.create({
        host,
        pool,
        name: 'top.qcow2',
        capacityBytes: 48 * MiB,
        format: 'qcow2',
        backing,
      }),
    );
    expect(await volume('top.qcow2')).toMatchObject({ backingPath: backing.path, backingFormat: 'qcow2' });
    expect(await volume('base.qcow2')).toMatchObject({ usedBy: [], overlays: [`${images}/top.qcow2`] });
    const refused = await program.ended(
      await program.api.storageVolume.delete({ host, pool, name: 'base.qcow2', force: false }),
    );
    expect(refused).toMatchObject({
      state: 'failed',
      error: { code: 'volumeInUse', params: { volume: 'base.qcow2' } },
    });
    expect(await volume('base.qcow2')).toBeDefined();
  });

  test('tell which domains need them, also those whose image is based on them', async () => {
    const image = el(
      'disk',
      { type: 'file', device: 'disk' },
      el('driver', { name: 'qemu', type: 'qcow2' }),
      el('source', { file: `${images}/top.qcow2` }),
      el('target', { dev: 'vdx', bus: 'virtio' }),
    );
    await h1.defineGuest({ name: 'user', kernel: 'none', network: false, devices: [image] });
    await program.domain('user', ({ definition }) => definition?.diskCount === 1);
    expect(await volume('top.qcow2')).toMatchObject({ usedBy: ['user'] });
    expect(await volume('base.qcow2')).toMatchObject({ usedBy: ['user'] });
    const refused = await program.ended(
      await program.api.storageVolume.delete({ host, pool, name: 'top.qcow2', force: false }),
    );
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'volumeInUse', params: { users: 'user' } } });
  });

  test('grow, but not smaller, and not under a running guest', async () => {
    const resize = async (name: string, capacityBytes: number) =>
      program.ended(await program.api.storageVolume.resize({ host, pool, name, capacityBytes }));
    expect(await resize('top.qcow2', 96 * MiB)).toMatchObject({ state: 'done' });
    expect(await volume('top.qcow2')).toMatchObject({ capacityBytes: 96 * MiB });
    expect(await resize('top.qcow2', 8 * MiB)).toMatchObject({ state: 'failed', error: { code: 'diskShrink' } });
    await h1.virsh('start', 'user');
    await program.domain('user', ({ state }) => state === 'running');
    expect(await resize('top.qcow2', 128 * MiB)).toMatchObject({ state: 'failed', error: { code: 'volumeInUse' } });
    await h1.virsh('destroy', 'user');
  });

  test('of a taken name, or larger than the room there is, are refused by name', async () => {
    const create = async (name: string, allocationBytes: number) =>
      program.ended(
        await program.api.storageVolume.create({
          host,
          pool,
          name,
          capacityBytes: 2 ** 50,
          allocationBytes,
          format: 'raw',
        }),
      );
    expect(await create('top.qcow2', 0)).toMatchObject({ state: 'failed', error: { code: 'volumeExists' } });
    expect(await create('huge.raw', 2 ** 50)).toMatchObject({ state: 'failed', error: { code: 'poolFull' } });
    expect(await volume('huge.raw')).toBeUndefined();
  });

  test('that came from outside are seen after a refresh, and can be deleted', async () => {
    await h1.exec(['sh', '-c', `printf x >${images}/outside.iso`]);
    expect(await volume('outside.iso')).toBeUndefined();
    await program.api.storagePool.look({ host, pool });
    expect(await volume('outside.iso')).toMatchObject({ format: 'raw', capacityBytes: 1 });
    await program.done(await program.api.storageVolume.delete({ host, pool, name: 'outside.iso', force: false }));
    expect(await volume('outside.iso')).toBeUndefined();
    expect(await h1.exec(['ls', images])).not.toContain('outside.iso');
  });
});

describe('networks', () => {
  test('are listed with how they forward, their addresses and their DHCP ranges', async () => {
    const { items } = await program.api.network.list({ host });
    expect(items).toMatchObject([
      {
        name: 'default',
        active: true,
        persistent: true,
        autostart: true,
        forwardMode: 'nat',
        bridge: 'virbr0',
        addresses: [
          {
            family: 'ipv4',
            address: '192.168.122.1',
            prefix: 24,
            ranges: [{ start: '192.168.122.2', end: '192.168.122.254' }],
          },
        ],
        portgroups: [],
      },
    ]);
  });

  test('that are off are listed too, and those that forward nothing are called isolated', async () => {
    await h1.exec(['sh', '-c', `printf "<network><name>lonely</name></network>" >/root/lonely.xml`]);
    await h1.virsh('net-define', '/root/lonely.xml');
    const { items } = await program.api.network.list({ host });
    expect(items.find(({ name }) => name === 'lonely')).toMatchObject({
      active: false,
      autostart: false,
      forwardMode: 'isolated',
    });
  });

  test('bridges and cards of the host are listed; the bridge of a libvirt network names that network', async () => {
    const { kind, items } = await program.api.interface.bridges({ host });
    expect(kind).toBe('listed');
    expect(items.find(({ name }) => name === 'virbr0')).toMatchObject({
      type: 'bridge',
      network: 'default',
    });
    expect(items.find(({ name }) => name === 'eth0')).toMatchObject({
      type: 'ethernet',
      active: true,
      physical: false,
    });
    expect(items.some(({ name }) => name === 'lo')).toBe(false);
  });

  test('filters are listed with what they are made of', async () => {
    const { items } = await program.api.nwfilter.list({ host });
    expect(items.find(({ name }) => name === 'clean-traffic')).toMatchObject({
      chain: 'root',
      references: expect.arrayContaining(['no-mac-spoofing']),
    });
  });
});

describe('devices of the host', () => {
  test('are listed by kind, with address and ids', async () => {
    const { kind, items } = await program.api.nodeDevice.list({ host, capability: 'pci' });
    expect(kind).toBe('listed');
    expect(items.length).toBeGreaterThan(0);
    for (const device of items)
      expect(device).toMatchObject({ kind: 'pci', address: expect.stringMatching(/^[0-9a-f]{4}:/) });
    const all = await program.api.nodeDevice.list({ host });
    expect(all.items.map((device) => device.kind)).toEqual(expect.arrayContaining(['pci', 'net']));
  });

  test('tell which domains have them', async () => {
    const [device] = (await program.api.nodeDevice.list({ host, capability: 'pci' })).items;
    if (device?.kind !== 'pci') throw new Error('no PCI device');
    const [, bus, slot, at] = device.address.split(/[:.]/);
    const address = { domain: '0x0000', bus: `0x${bus}`, slot: `0x${slot}`, function: `0x${at}` };
    const given = el(
      'hostdev',
      { mode: 'subsystem', type: 'pci', managed: 'yes' },
      el('source', {}, el('address', address)),
    );
    await h1.defineGuest({ name: 'owner', kernel: 'none', network: false, devices: [given] });
    await program.domain('owner', ({ definition }) => definition !== undefined);
    const after = await program.api.nodeDevice.list({ host, capability: 'pci' });
    expect(after.items.find(({ name }) => name === device.name)).toMatchObject({ usedBy: ['owner'] });
  });
});

describe('capabilities', () => {
  test('of the host: architectures with their machines, CPU, memory by NUMA cell', async () => {
    const { cpu, guests, numa, pageSizesKiB, securityModels } = await program.api.host.capabilities({ host });
    expect(cpu.arch).toBe('x86_64');
    const guest = guests.find(({ arch }) => arch === 'x86_64');
    const qemu = guest?.domainTypes.find(({ type }) => type === 'qemu');
    expect(qemu?.emulator).toBe('/usr/bin/qemu-system-x86_64');
    expect(qemu?.machines.find(({ name }) => name === 'q35')?.canonical).toMatch(/^pc-q35-/);
    expect(numa.reduce((sum, { memoryKiB }) => sum + memoryKiB, 0)).toBeGreaterThan(100_000);
    expect(pageSizesKiB).toContain(4);
    expect(securityModels.map(({ model }) => model)).toContain('dac');
  });

  test('of the hypervisor: what a guest of this kind may have', async () => {
    const offered = await program.api.host.domainCapabilities({ host, arch: 'x86_64', machine: 'q35', type: 'qemu' });
    expect(offered).toMatchObject({ domain: 'qemu', arch: 'x86_64', machine: expect.stringMatching(/^pc-q35-/) });
    expect(offered.enums['disk.bus']).toContain('virtio');
    expect(offered.enums['disk.bus']).not.toContain('ide');
    expect(offered.enums['video.modelType']).toContain('virtio');
    expect(offered.supported).toMatchObject({ disk: true, rng: true });
    expect(offered.cpuModes.find(({ name }) => name === 'custom')?.models.length).toBeGreaterThan(10);
    const i440fx = await program.api.host.domainCapabilities({ host, arch: 'x86_64', machine: 'pc', type: 'qemu' });
    expect(i440fx.enums['disk.bus']).toContain('ide');
  });

  test('of a guest this host cannot have are refused with its words', async () => {
    await expect(program.api.host.domainCapabilities({ host, arch: 'sparc' })).rejects.toMatchObject({
      code: 'notSupported',
      data: { raw: expect.stringContaining('sparc') },
    });
  });
});
