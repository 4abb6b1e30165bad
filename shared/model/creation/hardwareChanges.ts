/** What a change of a new VM's hardware brings with it, so that what was chosen before still fits. */
import { volumeFormats, volumeFormatsOf, type StoragePool, type VolumeFormat } from '../storagePool.ts';
import { following, type Topology } from '../cpuTopology.ts';
import type { CreationChoices, GuestChoice } from './choices.ts';
import { isBlockPool } from './defaults.ts';
import type { Firmware, Hardware, NewDisk, NewNic } from './hardware.ts';

type Cpu = Hardware['cpu'];
type CpuTopology = NonNullable<Cpu['topology']>;

/** As many vCPUs as the topology has to make. */
export const vcpusToArrange = ({ vcpus, maximum = 0 }: Cpu): number => Math.max(vcpus, maximum);

export const topologyProduct = ({ sockets, cores, threads }: CpuTopology): number => sockets * cores * threads;

/** Another number of vCPUs; the topology keeps its kind, and a maximum that isn't one any more goes. */
export function withVcpus(before: Cpu, vcpus: number): Cpu {
  const { maximum, ...rest } = before;
  const keeps = maximum !== undefined && maximum > vcpus;
  return arranged({ ...rest, vcpus, ...(keeps && { maximum }) });
}

/** @param maximum undefined: no more than there are */
export function withMaximum(cpu: Cpu, maximum: number | undefined): Cpu {
  const { maximum: _, ...rest } = cpu;
  return arranged({ ...rest, ...(maximum !== undefined && { maximum }) });
}

/** @param topology undefined: each vCPU is a socket */
export function withTopology(cpu: Cpu, topology: CpuTopology | undefined): Cpu {
  const { topology: _, ...rest } = cpu;
  return { ...rest, ...(topology !== undefined && { topology }) };
}

function arranged(cpu: Cpu): Cpu {
  const { topology } = cpu;
  if (topology === undefined) return cpu;
  const count = vcpusToArrange(cpu);
  const followed = following(whole(topology), count);
  return { ...cpu, topology: followed === undefined ? { sockets: 1, cores: count, threads: 1 } : part(followed) };
}

const whole = (topology: CpuTopology): Topology => ({ ...topology, dies: 1, clusters: 1 });
export const part = ({ sockets, cores, threads }: Topology): CpuTopology => ({ sockets, cores, threads });

/** Another mode; `custom` begins with the first model that the host can run. */
export function withCpuMode(before: Cpu, mode: Cpu['mode'], { cpuModels }: Pick<CreationChoices, 'cpuModels'>): Cpu {
  const { model, ...rest } = before;
  if (mode !== 'custom') return { ...rest, mode };
  const first = model ?? cpuModels[0];
  return { ...rest, mode, ...(first !== undefined && { model: first }) };
}

/** Another size of memory; a maximum that isn't one any more goes. */
export function withMemory(before: Hardware, memoryMiB: number): Hardware {
  const { maximumMiB, ...rest } = before;
  const keeps = maximumMiB !== undefined && maximumMiB > memoryMiB;
  return { ...rest, memoryMiB, ...(keeps && { maximumMiB }) };
}

const isQ35 = (machine: string): boolean => /q35/.test(machine);
const isI440fx = (machine: string): boolean => /^pc($|-i440fx|-\d)/.test(machine);

/** Whether a machine has such a bus by itself: q35 has no IDE, i440fx no SATA. */
export const hasBus = (machine: string, bus: string): boolean =>
  !((bus === 'ide' && isQ35(machine)) || (bus === 'sata' && isI440fx(machine)));

const otherBus = { ide: 'sata', sata: 'ide' } as const;
const fitting = <Bus extends string>(machine: string, bus: Bus): Bus | 'ide' | 'sata' =>
  hasBus(machine, bus) ? bus : bus === 'ide' ? otherBus.ide : otherBus.sata;

/** Another machine; disks and CD drive move to the bus that it has instead. */
export function withMachine(before: Hardware, machine: string): Hardware {
  const { cdrom, ...rest } = before;
  return {
    ...rest,
    machine,
    disks: before.disks.map((disk) => ({ ...disk, bus: fitting(machine, disk.bus) })),
    ...(cdrom !== undefined && { cdrom: fitting(machine, cdrom) }),
  };
}

/** Another firmware; UEFI is made for q35, where there is one. */
export function withFirmware(
  before: Hardware,
  firmware: Firmware,
  { guests }: Pick<CreationChoices, 'guests'>,
): Hardware {
  const hardware = { ...before, firmware };
  if (firmware === 'bios' || !isI440fx(before.machine)) return hardware;
  const { machines = [] } = guests.find(({ type, arch }) => type === before.type && arch === before.arch) ?? {};
  const machine = machines.find(isQ35);
  return machine === undefined ? hardware : withMachine(hardware, machine);
}

/** Another hypervisor or architecture, with its usual machine unless it has the one that was chosen. */
export function withGuest(before: Hardware, { type, arch, machines }: GuestChoice): Hardware {
  const machine = machines.includes(before.machine) ? before.machine : (machines[0] ?? before.machine);
  return {
    ...withMachine(before, machine),
    type,
    arch,
    cpu: withModeOf(before.cpu, type),
    hyperv: before.hyperv && type === 'kvm',
  };
}

/** The host's own CPU is for KVM only; emulation offers everything it can. */
function withModeOf(before: Cpu, type: Hardware['type']): Cpu {
  const { model: _, ...cpu } = before;
  if (type === 'kvm') return { ...cpu, mode: cpu.mode === 'maximum' ? 'host-passthrough' : cpu.mode };
  return { ...cpu, mode: cpu.mode === 'host-passthrough' || cpu.mode === 'host-model' ? 'maximum' : cpu.mode };
}

/** Buses whose disks may have an I/O thread of their own. */
export const mayThread = ({ bus }: Pick<NewDisk, 'bus'>): boolean => bus === 'virtio' || bus === 'scsi';

/** On another bus; an I/O thread stays only where there may be one. */
export function withBus({ iothread, ...rest }: NewDisk, bus: NewDisk['bus']): NewDisk {
  return { ...rest, bus, ...(iothread !== undefined && mayThread({ bus }) && { iothread }) };
}

/** With another cache; native I/O needs one that passes the host's page cache by. */
export function withCache(disk: NewDisk, cache: NewDisk['cache']): NewDisk {
  const { cache: _, io, ...rest } = disk;
  const keeps = io !== undefined && !(io === 'native' && needsHostCache(cache));
  return { ...rest, ...(cache !== undefined && { cache }), ...(keeps && { io }) };
}

/** With another kind of I/O; native needs a cache that passes the host's page cache by (libvirt refuses it otherwise). */
export function withIo(disk: NewDisk, io: NewDisk['io']): NewDisk {
  const { io: _, ...rest } = disk;
  const cache = io === 'native' && needsHostCache(rest.cache) ? 'none' : rest.cache;
  return { ...rest, ...(cache !== undefined && { cache }), ...(io !== undefined && { io }) };
}

const needsHostCache = (cache: NewDisk['cache']): boolean => cache !== 'none' && cache !== 'directsync';

type PoolKind = Pick<StoragePool, 'name' | 'type'>;

/** What a pool can hold: block devices and Ceph images are raw. */
export const formatsOf = (pool: PoolKind | undefined): readonly VolumeFormat[] =>
  pool === undefined ? volumeFormats : volumeFormatsOf(pool);

const isRawOnly = (pool: PoolKind): boolean => !volumeFormatsOf(pool).includes('qcow2');

/** In another pool: a block device is raw, whole, and cached by nobody but the guest; from there back to files the usual again. */
export function withPool(disk: NewDisk, pool: PoolKind, before: PoolKind | undefined): NewDisk {
  const { content } = disk;
  if (content.kind !== 'new') return disk;
  const moved = { ...disk, content: { ...content, pool: pool.name } };
  if (isBlockPool(pool)) {
    const { cache: _, io: __, ...rest } = moved;
    return {
      ...rest,
      content: { ...moved.content, format: 'raw', full: true },
      cache: 'none',
      io: 'native',
      discard: false,
    };
  }
  if (before !== undefined && isBlockPool(before)) {
    const { cache: _, io: __, ...rest } = moved;
    const format = isRawOnly(pool) ? 'raw' : 'qcow2';
    return { ...rest, content: { ...moved.content, format, full: false }, discard: true };
  }
  return isRawOnly(pool) ? { ...moved, content: { ...moved.content, format: 'raw' } } : moved;
}

/** Another disk like the first one, or a usual one. */
export function anotherDisk({ disks }: Hardware, pool: string): NewDisk {
  const like = disks.at(-1);
  const content = { kind: 'new', pool, capacityBytes: 20 * 1024 ** 3, format: 'qcow2', full: false } as const;
  if (like === undefined) return { content, bus: 'virtio', discard: true };
  const { serial: _, content: kept, ...rest } = like;
  if (kept.kind !== 'new') return { ...rest, content };
  const { volume: __, ...made } = kept;
  return { ...rest, content: made };
}

/** Another card on the same network as the last one. */
export function anotherNic({ nics }: Hardware): NewNic {
  const like = nics.at(-1);
  return { source: like?.source ?? { kind: 'user', portForwards: [] }, model: like?.model ?? 'virtio' };
}

/** Connected to something else; a VLAN stays where there can be one. */
export function withSource({ vlan, ...rest }: NewNic, source: NewNic['source']): NewNic {
  return { ...rest, source, ...(vlan !== undefined && source.kind !== 'user' && { vlan }) };
}
