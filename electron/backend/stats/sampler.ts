/**
 * Samples one host, once a tick: one call for all of its running domains, whatever their number, and one for the host itself. The
 * host's call takes turns, because libvirt has none that tells everything: NODE_GET_CPU_STATS tells all CPUs together or one of them,
 * NODE_GET_MEMORY_STATS the memory. A value keeps standing until its turn comes again.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { domainColumns, hostColumns, type DomainColumn } from '../../../shared/model/stats.ts';
import {
  enums,
  procedures,
  someDomainStats,
  sameUuid,
  uuidText,
  type Connection,
  type WireDomain,
} from '../../libvirt/index.ts';
import { Counters } from './counters.ts';
import { isHostsAnswer } from '../calls/listing.ts';
import { columnIndex, isSampled, sampleDomain } from './domainSample.ts';

/** One tick as numbers; `values` column by column as in StatsTick. */
export interface Sample {
  /** Epoch ms. */
  readonly at: number;
  readonly host: Float32Array;
  readonly perCpu: Float32Array;
  readonly uuids: readonly string[];
  readonly values: Float32Array;
}

export interface SamplerParts {
  readonly bulk: Pick<Connection, 'call'>;
  /** Logical CPUs of the host. */
  readonly threads: number;
  /** Of a domain, as the inventory knows it: asking the statistics for it would double what a tick carries. */
  readonly vcpusOf: (uuid: string) => number | undefined;
}

const { virDomainStatsTypes: groups, virConnectGetAllDomainStatsFlags: flags } = enums;

const sampledGroups =
  groups.VIR_DOMAIN_STATS_CPU_TOTAL |
  groups.VIR_DOMAIN_STATS_BALLOON |
  groups.VIR_DOMAIN_STATS_INTERFACE |
  groups.VIR_DOMAIN_STATS_BLOCK;
/** A domain that is busy with a job is left out rather than waited for. */
const sampledFlags = flags.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE | flags.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT;

const sampledStats = someDomainStats(isSampled);

/** Rows worked on before others get their turn. */
const ROWS_IN_A_TURN = 500;

/** Columns of a host that are sums over its domains. */
const summed = ['diskRead', 'diskWrite', 'netReceive', 'netTransmit'] as const satisfies readonly DomainColumn[];

const isUnsupported = (thrown: unknown): boolean => thrown instanceof AppError && thrown.code === 'notSupported';

export class Sampler {
  readonly #parts: SamplerParts;
  readonly #node: NodeSampler;
  /** By the id, which a daemon gives to one run of a domain: counters start again with it. */
  #runs = new Map<number, Run>();
  /** Drivers without statistics (test) are asked no more. */
  #supported = true;

  constructor(parts: SamplerParts) {
    this.#parts = parts;
    this.#node = new NodeSampler(parts.bulk, parts.threads);
  }

  async sample(): Promise<Sample> {
    const [records] = await Promise.all([this.#ask(), this.#node.sample()]);
    const clock = performance.now();
    const at = Date.now();
    const rows = records.length;
    const values = new Float32Array(domainColumns.length * rows).fill(Number.NaN);
    const uuids: string[] = [];
    const before = this.#runs;
    this.#runs = new Map();
    for (const [row, { dom, params }] of records.entries()) {
      if (row > 0 && row % ROWS_IN_A_TURN === 0) await turn();
      const run = runOf(dom, before);
      this.#runs.set(dom.id, run);
      const { uuid, counters } = run;
      uuids.push(uuid);
      const { threads, vcpusOf } = this.#parts;
      sampleDomain(
        { params, counters, clock, now: at / 1000, threads: Math.max(1, threads), vcpus: vcpusOf(uuid) },
        (column, value) => {
          values[columnIndex[column] * rows + row] = value;
        },
      );
    }
    return { at, host: this.#hostRow(values, rows), perCpu: this.#node.perCpu.slice(), uuids, values };
  }

  async #ask() {
    if (!this.#supported) return [];
    try {
      const asked = { doms: [], stats: sampledGroups, flags: sampledFlags };
      return (await this.#parts.bulk.call(sampledStats, asked)).retStats;
    } catch (thrown) {
      if (!isUnsupported(thrown)) throw thrown;
      this.#supported = false;
      return [];
    }
  }

  #hostRow(values: Float32Array, rows: number): Float32Array {
    const sum = (column: DomainColumn): number => {
      let total = 0;
      for (const value of values.subarray(columnIndex[column] * rows, (columnIndex[column] + 1) * rows)) {
        if (!Number.isNaN(value)) total += value;
      }
      return total;
    };
    const known = new Map<string, number>([
      ['cpu', this.#node.cpu],
      ['memory', this.#node.memory],
      ...summed.map((column) => [column, this.#supported ? sum(column) : Number.NaN] as const),
    ]);
    return Float32Array.from(hostColumns, (name) => known.get(name) ?? Number.NaN);
  }
}

interface Run {
  readonly uuid: string;
  readonly bytes: Uint8Array;
  readonly counters: Counters;
}

/** The same run as in the tick before, if it is one: its text and its counters are there already. */
function runOf({ id, uuid: bytes }: WireDomain, before: ReadonlyMap<number, Run>): Run {
  const known = before.get(id);
  const isSame = known !== undefined && sameUuid(known.bytes, bytes);
  return isSame ? known : { uuid: uuidText(bytes), bytes, counters: new Counters() };
}

const FIRST_READING = 0;
const SECOND_READING = 2;

/** Nanoseconds that CPUs have spent, altogether and not idle, since boot. */
interface CpuTime {
  readonly all: number;
  readonly busy: number;
}

/** The host's own CPUs and memory, one call a tick. Drivers without these calls are not asked again. */
class NodeSampler {
  readonly #bulk: SamplerParts['bulk'];
  /** 0..1; NaN until known. */
  cpu = Number.NaN;
  /** KiB in use. */
  memory = Number.NaN;
  perCpu: Float32Array;
  readonly #times = new Map<number, CpuTime>();
  /** Numbers of the CPUs that are switched on. */
  #online: readonly number[];
  #turn = 0;
  /** Place in `#online`. */
  #nextCpu = 0;
  #mapIsOld = true;
  #cpuSupported = true;
  #memorySupported = true;

  constructor(bulk: SamplerParts['bulk'], threads: number) {
    this.#bulk = bulk;
    this.#online = Array.from({ length: threads }, (_, cpu) => cpu);
    this.perCpu = new Float32Array(threads).fill(Number.NaN);
  }

  async sample(): Promise<void> {
    const turn = this.#turn++;
    const turnOf = turn % 4;
    try {
      // Each CPU's turn comes late where there are many: the first ticks ask all of them, once to begin and once to compare.
      if (turn === FIRST_READING) await this.#readMap();
      if (turn === FIRST_READING || turn === SECOND_READING)
        await Promise.all(this.#online.map((cpu) => this.#sampleOne(cpu)));
      if (turnOf === 1) await this.#sampleMemory();
      else if (turnOf === 3) await this.#sampleNext();
      else await this.#sampleCpu(undefined);
    } catch (thrown) {
      if (!isUnsupported(thrown)) throw thrown;
      if (turnOf === 1) this.#memorySupported = false;
      else this.#cpuSupported = false;
    }
  }

  /** One CPU after the other; which there are is asked anew when all have had their turn, and when one didn't answer. */
  async #sampleNext(): Promise<void> {
    const cpu = this.#online[this.#nextCpu];
    if (cpu === undefined || this.#mapIsOld) return await this.#readMap();
    this.#nextCpu += 1;
    await this.#sampleOne(cpu);
  }

  /**
   * Which CPUs are switched on: numbers needn't be without gaps (hyper-threading switched off leaves every other one). A driver that
   * can't tell has as many as NODE_GET_INFO said.
   */
  async #readMap(): Promise<void> {
    this.#nextCpu = 0;
    this.#mapIsOld = false;
    try {
      const { cpumap, ret: present } = await this.#bulk.call(procedures.nodeGetCpuMap, {
        needMap: 1,
        needOnline: 0,
        flags: 0,
      });
      const all = Array.from({ length: present }, (_, cpu) => cpu);
      this.#online = all.filter((cpu) => ((cpumap[cpu >> 3] ?? 0) & (1 << (cpu & 7))) !== 0);
      const online = new Set(this.#online);
      this.perCpu = Float32Array.from(all, (cpu) => (online.has(cpu) ? (this.perCpu[cpu] ?? Number.NaN) : Number.NaN));
    } catch (thrown) {
      if (!isHostsAnswer(thrown)) throw thrown;
    }
  }

  /** One that has just been switched off tells nothing: a gap in its line, not in everybody's. */
  async #sampleOne(cpu: number): Promise<void> {
    try {
      await this.#sampleCpu(cpu);
    } catch (thrown) {
      if (!isHostsAnswer(thrown) || isUnsupported(thrown)) throw thrown;
      this.#times.delete(cpu);
      this.perCpu[cpu] = Number.NaN;
      this.#mapIsOld = true;
    }
  }

  /** @param cpu a CPU's number; all together without one */
  async #sampleCpu(cpu: number | undefined): Promise<void> {
    if (!this.#cpuSupported) return;
    // virNodeGetCPUStats wants to be told how many values there are (QEMU on Linux: 4); asking for another number is an error.
    const asked = { cpuNum: cpu ?? enums.virNodeGetCPUStatsAllCPUs.VIR_NODE_CPU_STATS_ALL_CPUS, nparams: 4, flags: 0 };
    const { params } = await this.#bulk.call(procedures.nodeGetCpuStats, asked);
    const time = new Map(params.map(({ field, value }) => [field, Number(value)]));
    const all = [...time.values()].reduce((sum, value) => sum + value, 0);
    const now = { all, busy: all - (time.get('idle') ?? 0) - (time.get('iowait') ?? 0) };
    const before = this.#times.get(asked.cpuNum);
    this.#times.set(asked.cpuNum, now);
    const spent = now.all - (before?.all ?? Number.NaN);
    const busy = now.busy - (before?.busy ?? Number.NaN);
    const share = spent > 0 && busy >= 0 ? Math.min(1, busy / spent) : Number.NaN;
    if (cpu === undefined) this.cpu = share;
    else this.perCpu[cpu] = share;
  }

  async #sampleMemory(): Promise<void> {
    if (!this.#memorySupported) return;
    const { params } = await this.#bulk.call(procedures.nodeGetMemoryStats, { nparams: 4, cellNum: -1, flags: 0 });
    const kib = new Map(params.map(({ field, value }) => [field, Number(value)]));
    const total = kib.get('total');
    if (total === undefined) return;
    this.memory = total - (kib.get('free') ?? 0) - (kib.get('buffers') ?? 0) - (kib.get('cached') ?? 0);
  }
}
