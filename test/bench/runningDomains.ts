/** Statistics of running QEMU guests as libvirt 9 tells them: the fields, types and group of each as in `virsh domstats`. */
import { enums, type TypedParameter } from '../../electron/libvirt/index.ts';

const { virDomainStatsTypes: groups } = enums;

type Fields = readonly (readonly [type: 'int' | 'uint' | 'ullong' | 'string', ...names: string[]])[];

const deviceCounters = ['reqs', 'bytes', 'times'];
const block: Fields = [
  ['string', 'name', 'path'],
  ['uint', 'backingIndex'],
  ['ullong', ...['rd', 'wr', 'fl'].flatMap((way) => deviceCounters.map((counter) => `${way}.${counter}`))],
  ['ullong', 'allocation', 'capacity', 'physical'],
];
const net: Fields = [
  ['string', 'name'],
  ['ullong', ...['rx', 'tx'].flatMap((way) => ['bytes', 'pkts', 'errs', 'drop'].map((counter) => `${way}.${counter}`))],
];
const vcpu: Fields = [
  ['int', 'state'],
  ['ullong', 'time', 'wait', 'delay', 'exits', 'halt_exits', 'irq_exits'],
];
const balloon: Fields = [
  ['ullong', 'current', 'maximum', 'swap_in', 'swap_out', 'major_fault', 'minor_fault', 'unused', 'available'],
  ['ullong', 'usable', 'last-update', 'disk_caches', 'hugetlb_pgalloc', 'hugetlb_pgfail', 'rss'],
];

/** What every guest here has: two disks, one interface, two CPUs. */
const told: readonly (readonly [group: number, prefix: string, fields: Fields])[] = [
  [groups.VIR_DOMAIN_STATS_STATE, 'state', [['int', 'state', 'reason']]],
  [groups.VIR_DOMAIN_STATS_CPU_TOTAL, 'cpu', [['ullong', 'time', 'user', 'system']]],
  [groups.VIR_DOMAIN_STATS_BALLOON, 'balloon', balloon],
  [groups.VIR_DOMAIN_STATS_VCPU, 'vcpu', [['uint', 'current', 'maximum']]],
  [groups.VIR_DOMAIN_STATS_VCPU, 'vcpu.0', vcpu],
  [groups.VIR_DOMAIN_STATS_VCPU, 'vcpu.1', vcpu],
  [groups.VIR_DOMAIN_STATS_INTERFACE, 'net', [['uint', 'count']]],
  [groups.VIR_DOMAIN_STATS_INTERFACE, 'net.0', net],
  [groups.VIR_DOMAIN_STATS_BLOCK, 'block', [['uint', 'count']]],
  [groups.VIR_DOMAIN_STATS_BLOCK, 'block.0', block],
  [groups.VIR_DOMAIN_STATS_BLOCK, 'block.1', block],
];

/** What CONNECT_GET_ALL_DOMAIN_STATS answers for `count` running guests. @param asked groups; 0 for all of them */
export function domainStats(count: number, asked: number) {
  const fields = told.filter(([group]) => asked === 0 || (asked & group) !== 0);
  const retStats = Array.from({ length: count }, (_, index) => ({
    dom: { name: `guest-${index}`, uuid: uuidOf(index), id: index + 1 },
    params: fields.flatMap(([, prefix, lines]) => parameters(prefix, lines, index)),
  }));
  return { retStats };
}

function uuidOf(index: number): Buffer {
  const uuid = Buffer.from('000000005bbb4ccc8ddd0123456789ab', 'hex');
  uuid.writeUInt32BE(index);
  return uuid;
}

function parameters(prefix: string, fields: Fields, index: number): TypedParameter[] {
  return fields.flatMap(([type, ...names]) =>
    names.map((name, at): TypedParameter => {
      const field = `${prefix}.${name}`;
      if (type === 'string') return { field, value: { type, value: `/images/guest-${index}-${prefix}` } };
      if (type === 'ullong') return { field, value: { type, value: 1_234_567_890n * BigInt(index + at + 1) } };
      return { field, value: { type, value: name === 'count' ? 2 : 1 } };
    }),
  );
}
