/**
 * Samples one host, once a tick: one call for all of its running domains, whatever their number, and one for the host itself. The
 * host's call takes turns (all CPUs, memory, all CPUs, one CPU...), because libvirt has none that tells everything; a value keeps
 * standing until its turn comes again.
 */
import { domainColumns, hostColumns, type DomainColumn } from '../../shared/model/stats.ts';
import { enums, procedures, type Connection } from '../libvirt/index.ts';
import { numeric, parameters, uuidText, type Parameters } from './domainRead.ts';
import { rate, type Counted } from './rates.ts';

/** One tick as numbers; `values` column by column as in StatsTick. */
export interface Sample {
  /** Epoch ms. */
  readonly at: number;
  readonly host: Float32Array;
  readonly perCpu: Float32Array;
  readonly uuids: readonly string[];
  readonly values: Float32Array;
}

const { virDomainStatsTypes: groups, virConnectGetAllDomainStatsFlags: flags } = enums;

const sampledGroups =
  groups.VIR_DOMAIN_STATS_CPU_TOTAL |
  groups.VIR_DOMAIN_STATS_BALLOON |
  groups.VIR_DOMAIN_STATS_VCPU |
  groups.VIR_DOMAIN_STATS_INTERFACE |
  groups.VIR_DOMAIN_STATS_BLOCK;
/** A domain that is busy with a job is left out rather than waited for. */
const sampledFlags =
  flags.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE | flags.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT;

/** Sums of counters over all disks and interfaces: column -> field after `block.N.` or `net.N.`. */
const counters = {
  diskRead: ['block', 'rd.bytes'],
  diskWrite: ['block', 'wr.bytes'],
  diskReadRequests: ['block', 'rd.reqs'],
  diskWriteRequests: ['block', 'wr.reqs'],
  netReceive: ['net', 'rx.bytes'],
  netTransmit: ['net', 'tx.bytes'],
} as const satisfies Partial<Record<DomainColumn, readonly [string, string]>>;
type CounterColumn = keyof typeof counters;
const counterColumns = Object.keys(counters).filter((name): name is CounterColumn => name in counters);

const column = (name: DomainColumn): number => domainColumns.indexOf(name);

/** Nanoseconds of CPU time by what they were spent on (virNodeGetCPUStats). */
interface CpuTimes {
  readonly busy: Counted;
  readonly all: Counted;
}

export class Sampler {
  readonly #bulk: Connection;
  readonly #threads: number;
  #counted = new Map<string, Map<string, Counted>>();
  #hostCpu = Number.NaN;
  #hostMemory = Number.NaN;
  readonly #perCpu: Float32Array;
  readonly #cpuTimes = new Map<number, CpuTimes>();
  #turn = 0;

  constructor(bulk: Connection, threads: number) {
    this.#bulk = bulk;
    this.#threads = Math.max(1, threads);
    this.#perCpu = new Float32Array(threads).fill(Number.NaN);
  }

  async sample(): Promise<Sample> {
    const [{ retStats }] = await Promise.all([
      this.#bulk.call(procedures.connectGetAllDomainStats, { doms: [], stats: sampledGroups, flags: sampledFlags }),
      this.#sampleHost(),
    ]);
    const clock = performance.now();
    const values = new Float32Array(domainColumns.length * retStats.length).fill(Number.NaN);
    const before = this.#counted;
    this.#counted = new Map();
    const uuids = retStats.map(({ dom, params }, row) => {
      const uuid = uuidText(dom.uuid);
      const counted = new Map<string, Counted>();
      this.#counted.set(uuid, counted);
      const put = (name: DomainColumn, value: number): void => {
        values[column(name) * retStats.length + row] = value;
      };
      this.#domain(parameters(params), clock, before.get(uuid), counted, put);
      return uuid;
    });
    return { at: Date.now(), host: this.#hostRow(values, uuids.length), perCpu: this.#perCpu.slice(), uuids, values };
  }

  #domain(
    from: Parameters,
    clock: number,
    before: ReadonlyMap<string, Counted> | undefined,
    counted: Map<string, Counted>,
    put: (name: DomainColumn, value: number) => void,
  ): void {
    const perSecond = (name: string, value: number): number => {
      const now = { at: clock, value };
      counted.set(name, now);
      return rate(before?.get(name), now);
    };
    const cpus = perSecond('cpu', numeric(from, 'cpu.time') ?? Number.NaN) / 1e9;
    put('hostCpu', Math.min(1, cpus / this.#threads));
    put('guestCpu', Math.min(1, cpus / (numeric(from, 'vcpu.current') ?? 1)));
    put('memory', memoryInUse(from));
    for (const name of counterColumns) {
      const [kind, field] = counters[name];
      const count = numeric(from, `${kind}.count`) ?? 0;
      // Each device by itself: one that is new must not make the sum jump.
      let sum = count > 0 ? 0 : Number.NaN;
      for (let index = 0; index < count; index++) {
        const value = numeric(from, `${kind}.${index}.${field}`);
        if (value !== undefined) sum += perSecond(`${kind}.${index}.${field}`, value);
      }
      put(name, sum);
    }
  }

  #hostRow(values: Float32Array, rows: number): Float32Array {
    const sum = (name: DomainColumn): number => {
      let total = 0;
      for (let row = 0; row < rows; row++) {
        const value = values[column(name) * rows + row] ?? Number.NaN;
        if (!Number.isNaN(value)) total += value;
      }
      return total;
    };
    const row = {
      cpu: this.#hostCpu,
      memory: this.#hostMemory,
      diskRead: sum('diskRead'),
      diskWrite: sum('diskWrite'),
      netReceive: sum('netReceive'),
      netTransmit: sum('netTransmit'),
    };
    return Float32Array.from(hostColumns, (name) => row[name]);
  }

  async #sampleHost(): Promise<void> {
    const turn = this.#turn++;
    const ask = [
      () => this.#sampleCpu(-1),
      () => this.#sampleMemory(),
      () => this.#sampleCpu(-1),
      () => this.#sampleCpu(Math.floor(turn / 4) % Math.max(1, this.#perCpu.length)),
    ][turn % 4];
    try {
      await ask?.();
    } catch {
      // Drivers without these calls (test, some Xen) leave the host's own values unknown, which is what charts show.
    }
  }

  /** @param cpu a CPU's number; -1 for all together */
  async #sampleCpu(cpu: number): Promise<void> {
    // First asked with 0 for the number of values (virNodeGetCPUStats): QEMU has 4, and asking for more than there are is an error.
    const { params } = await this.#bulk.call(procedures.nodeGetCpuStats, { cpuNum: cpu, nparams: 4, flags: 0 });
    const clock = performance.now();
    const times = new Map(params.map(({ field, value }) => [field, Number(value)]));
    const total = [...times.values()].reduce((sum, value) => sum + value, 0);
    const idle = (times.get('idle') ?? 0) + (times.get('iowait') ?? 0);
    const now = { busy: { at: clock, value: total - idle }, all: { at: clock, value: total } };
    const before = this.#cpuTimes.get(cpu);
    this.#cpuTimes.set(cpu, now);
    const share = rate(before?.busy, now.busy) / rate(before?.all, now.all);
    if (cpu < 0) this.#hostCpu = share;
    else this.#perCpu[cpu] = share;
  }

  async #sampleMemory(): Promise<void> {
    const { params } = await this.#bulk.call(procedures.nodeGetMemoryStats, { nparams: 4, cellNum: -1, flags: 0 });
    const kib = new Map(params.map(({ field, value }) => [field, Number(value)]));
    const total = kib.get('total');
    if (total === undefined) return;
    this.#hostMemory = total - (kib.get('free') ?? 0) - (kib.get('buffers') ?? 0) - (kib.get('cached') ?? 0);
  }
}

/** KiB: what the guest says it uses; of a guest without a balloon driver, what its process takes on the host. */
function memoryInUse(from: Parameters): number {
  const available = numeric(from, 'balloon.available');
  const usable = numeric(from, 'balloon.usable') ?? numeric(from, 'balloon.unused');
  if (available !== undefined && usable !== undefined) return available - usable;
  return numeric(from, 'balloon.rss') ?? Number.NaN;
}
