/** The calls that change one value of a running domain, by the names of `shared/model/liveChange.ts`. */
import { appError } from '../../../../shared/errors.ts';
import { cpusOf } from '../../../../shared/model/cpuset.ts';
import { namedDeviceTables } from '../../../../shared/model/devices/index.ts';
import { lifecycleActions } from '../../../../shared/model/domainProperties.ts';
import { namedDomain } from '../../../../shared/model/editDefinition.ts';
import type { LiveCall } from '../../../../shared/model/liveChange.ts';
import type { XmlElement } from '../../../../shared/xml/element.ts';
import { enums, procedures, type Connection, type TypedParameter } from '../../../libvirt/index.ts';
import type { DomainTarget } from '../target.ts';

const { VIR_DOMAIN_AFFECT_LIVE: LIVE } = enums.virDomainModificationImpact;

export interface LiveChange {
  readonly lane: Connection;
  readonly dom: DomainTarget['dom'];
  /** The running definition with the change made. */
  readonly root: XmlElement;
  /** The device concerned, in `root`. */
  readonly device?: XmlElement;
  /** Names of the properties that changed. */
  readonly properties: readonly string[];
}

export const liveCallTable: { readonly [K in LiveCall]: (change: LiveChange) => Promise<unknown> } = {
  memory: ({ lane, dom, root }) =>
    lane.call(procedures.domainSetMemoryFlags, { dom, memory: BigInt(numberOf(root, 'currentMemory')), flags: LIVE }),
  vcpus: ({ lane, dom, root }) =>
    lane.call(procedures.domainSetVcpusFlags, { dom, nvcpus: currentVcpus(root), flags: LIVE }),
  title: (change) => setMetadata(change, 'title', enums.virDomainMetadataType.VIR_DOMAIN_METADATA_TITLE),
  description: (change) =>
    setMetadata(change, 'description', enums.virDomainMetadataType.VIR_DOMAIN_METADATA_DESCRIPTION),
  lifecycle: async (change) => {
    for (const property of change.properties) await setLifecycle(change, property);
  },
  scheduler: ({ lane, dom, root, properties }) =>
    lane.call(procedures.domainSetSchedulerParametersFlags, {
      dom,
      params: parameters(schedulerFields, properties, (name) => namedDomain.read(root, name)),
      flags: LIVE,
    }),
  memoryLimit: ({ lane, dom, root, properties }) =>
    lane.call(procedures.domainSetMemoryParameters, {
      dom,
      params: parameters(memoryFields, properties, (name) => namedDomain.read(root, name) ?? UNLIMITED_KIB),
      flags: LIVE,
    }),
  blockWeight: ({ lane, dom, root }) =>
    lane.call(procedures.domainSetBlkioParameters, {
      dom,
      params: [{ field: 'weight', value: { type: 'uint', value: numberOf(root, 'blkioWeight') } }],
      flags: LIVE,
    }),
  numa: ({ lane, dom, root }) =>
    lane.call(procedures.domainSetNumaParameters, {
      dom,
      params: [
        { field: 'numa_nodeset', value: { type: 'string', value: textOf(namedDomain.read(root, 'numaNodes')) } },
      ],
      flags: LIVE,
    }),
  pinVcpus: async ({ lane, dom, root }) => {
    const cpus = await hostCpus(lane);
    const pinned = pins(namedDomain.read(root, 'vcpuPins'), 'vcpu');
    for (let vcpu = 0; vcpu < currentVcpus(root); vcpu++) {
      const cpumap = cpuMap(pinned.get(vcpu), cpus);
      await lane.call(procedures.domainPinVcpuFlags, { dom, vcpu, cpumap, flags: LIVE });
    }
  },
  pinEmulator: async ({ lane, dom, root }) => {
    const cpuset = namedDomain.read(root, 'emulatorPin');
    const cpumap = cpuMap(typeof cpuset === 'string' ? cpuset : undefined, await hostCpus(lane));
    await lane.call(procedures.domainPinEmulator, { dom, cpumap, flags: LIVE });
  },
  pinIothreads: async ({ lane, dom, root }) => {
    const cpus = await hostCpus(lane);
    for (const [iothreadsId, cpuset] of pins(namedDomain.read(root, 'iothreadPins'), 'iothread'))
      await lane.call(procedures.domainPinIothread, { dom, iothreadsId, cpumap: cpuMap(cpuset, cpus), flags: LIVE });
  },
  balloonPeriod: ({ lane, dom, device }) => {
    const period = device === undefined ? undefined : namedDeviceTables['memballoon']?.read(device, 'statsPeriod');
    return lane.call(procedures.domainSetMemoryStatsPeriod, {
      dom,
      period: typeof period === 'number' ? period : 0,
      flags: LIVE,
    });
  },
  ioThrottle: ({ lane, dom, device, properties }) => {
    const read = (name: string): unknown =>
      device === undefined ? undefined : namedDeviceTables['disk']?.read(device, name);
    return lane.call(procedures.domainSetBlockIoTune, {
      dom,
      disk: textOf(read('target')),
      params: parameters(throttleFields, properties, read),
      flags: LIVE,
    });
  },
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

type Type = 'ullong' | 'llong' | 'string';
type Fields = Readonly<Record<string, readonly [field: string, type: Type]>>;

/** VIR_DOMAIN_SCHEDULER_* (libvirt-domain.h). */
const schedulerFields: Fields = {
  cpuShares: ['cpu_shares', 'ullong'],
  vcpuPeriod: ['vcpu_period', 'ullong'],
  vcpuQuota: ['vcpu_quota', 'llong'],
  globalPeriod: ['global_period', 'ullong'],
  globalQuota: ['global_quota', 'llong'],
  emulatorPeriod: ['emulator_period', 'ullong'],
  emulatorQuota: ['emulator_quota', 'llong'],
  iothreadPeriod: ['iothread_period', 'ullong'],
  iothreadQuota: ['iothread_quota', 'llong'],
};

/** VIR_DOMAIN_MEMORY_PARAM_UNLIMITED: the largest number of KiB that a 64-bit count of bytes holds. */
const UNLIMITED_KIB = 9_007_199_254_740_991;

const memoryFields: Fields = {
  hardLimit: ['hard_limit', 'ullong'],
  softLimit: ['soft_limit', 'ullong'],
  swapHardLimit: ['swap_hard_limit', 'ullong'],
};

/** VIR_DOMAIN_BLOCK_IOTUNE_* without their length variants; 0 is no limit. */
const throttleFields: Fields = {
  totalBytesPerSecond: ['total_bytes_sec', 'ullong'],
  readBytesPerSecond: ['read_bytes_sec', 'ullong'],
  writeBytesPerSecond: ['write_bytes_sec', 'ullong'],
  totalRequestsPerSecond: ['total_iops_sec', 'ullong'],
  readRequestsPerSecond: ['read_iops_sec', 'ullong'],
  writeRequestsPerSecond: ['write_iops_sec', 'ullong'],
  totalBytesPerSecondMax: ['total_bytes_sec_max', 'ullong'],
  readBytesPerSecondMax: ['read_bytes_sec_max', 'ullong'],
  writeBytesPerSecondMax: ['write_bytes_sec_max', 'ullong'],
  totalRequestsPerSecondMax: ['total_iops_sec_max', 'ullong'],
  readRequestsPerSecondMax: ['read_iops_sec_max', 'ullong'],
  writeRequestsPerSecondMax: ['write_iops_sec_max', 'ullong'],
  requestSize: ['size_iops_sec', 'ullong'],
  throttleGroup: ['group_name', 'string'],
};

function parameters(fields: Fields, properties: readonly string[], read: (name: string) => unknown): TypedParameter[] {
  return properties.flatMap((name): TypedParameter[] => {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (known === undefined) return [];
    const [field, type] = known;
    const value = read(name);
    if (type === 'string') return [{ field, value: { type, value: textOf(value) } }];
    return [{ field, value: { type, value: BigInt(typeof value === 'number' ? value : 0) } }];
  });
}

function numberOf(root: XmlElement, name: string): number {
  const value = namedDomain.read(root, name);
  if (typeof value === 'number') return value;
  throw appError('invalidArgument', `${name} can't be taken away from a running domain`, { params: { path: name } });
}

const currentVcpus = (root: XmlElement): number => {
  const current = namedDomain.read(root, 'currentVcpu');
  return typeof current === 'number' ? current : numberOf(root, 'vcpu');
};

function setMetadata({ lane, dom, root }: LiveChange, name: string, type: number): Promise<unknown> {
  const value = namedDomain.read(root, name);
  const metadata = typeof value === 'string' ? value : undefined;
  return lane.call(procedures.domainSetMetadata, { dom, type, metadata, key: undefined, uri: undefined, flags: LIVE });
}

/** virDomainLifecycle by property. */
const lifecycles: Readonly<Record<string, number>> = {
  onPoweroff: enums.virDomainLifecycle.VIR_DOMAIN_LIFECYCLE_POWEROFF,
  onReboot: enums.virDomainLifecycle.VIR_DOMAIN_LIFECYCLE_REBOOT,
  onCrash: enums.virDomainLifecycle.VIR_DOMAIN_LIFECYCLE_CRASH,
};

/** virDomainLifecycleAction by its index. */
const actions = ['destroy', 'restart', 'rename-restart', 'preserve', 'coredump-destroy', 'coredump-restart'];

async function setLifecycle({ lane, dom, root }: LiveChange, property: string): Promise<void> {
  const type = lifecycles[property];
  const action = actions.indexOf(textOf(namedDomain.read(root, property)) || lifecycleActions[0]);
  if (type === undefined || action < 0)
    throw appError('invalidArgument', `no such action for ${property}`, { params: { path: property } });
  await lane.call(procedures.domainSetLifecycleAction, { dom, type, action, flags: LIVE });
}

async function hostCpus(lane: Connection): Promise<number> {
  const { nodes, sockets, cores, threads } = await lane.call(procedures.nodeGetInfo, {});
  return nodes * sockets * cores * threads;
}

/** CPU set by number of the vCPU or I/O thread. */
function pins(records: unknown, key: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  if (!Array.isArray(records)) return found;
  const rows: readonly unknown[] = records;
  for (const record of rows) {
    if (typeof record !== 'object' || record === null) continue;
    const values = new Map(Object.entries(record));
    const [id, cpuset] = [values.get(key), values.get('cpuset')];
    if (typeof id === 'number' && typeof cpuset === 'string') found.set(id, cpuset);
  }
  return found;
}

/** One bit a CPU, the lowest first (virDomainPinVcpu); without a set, all of the host's. */
function cpuMap(cpuset: string | undefined, cpus: number): Uint8Array {
  const map = new Uint8Array(Math.ceil(cpus / 8));
  const wanted = cpuset === undefined ? Array.from({ length: cpus }, (_, cpu) => cpu) : (cpusOf(cpuset) ?? []);
  for (const cpu of wanted) if (cpu < cpus) map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  return map;
}
