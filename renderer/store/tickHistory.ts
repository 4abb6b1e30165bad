/**
 * The latest ticks of one host, kept as they came.
 *
 * Ticks are stored whole (tick by tick, not domain by domain): taking one in costs nothing per domain, and only the few
 * domains that are on screen are ever picked out. Memory is bounded by bytes, so a host with 10,000 domains keeps fewer ticks.
 */
import {
  domainColumns,
  hostColumns,
  type DomainColumn,
  type HostColumn,
  type StatsTick,
} from '../../shared/model/stats.ts';

/** Which row of the values is whose; shared by all ticks between two changes of the rows. */
export interface RowLayout {
  readonly rows: readonly string[];
  readonly rowOf: ReadonlyMap<string, number>;
}

export interface DecodedTick {
  /** Epoch ms. */
  readonly at: number;
  readonly host: Float32Array;
  readonly perCpu: Float32Array;
  readonly layout: RowLayout;
  readonly values: Float32Array;
}

/** Float32 as the wire has them. Every platform of Chromium's is little endian, so a view does; odd offsets need a copy. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  const length = Math.floor(bytes.byteLength / Float32Array.BYTES_PER_ELEMENT);
  return bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0
    ? new Float32Array(bytes.buffer, bytes.byteOffset, length)
    : new Float32Array(bytes.slice().buffer, 0, length);
}

function layoutOf(rows: readonly string[]): RowLayout {
  return { rows, rowOf: new Map(rows.map((uuid, row) => [uuid, row])) };
}

/**
 * A tick ready for reading. `before` is the layout of the same subscription's tick before.
 * @returns undefined when the values do not fit the rows: such a tick can't be read and is a gap.
 */
export function decodeTick(tick: StatsTick, before: RowLayout | undefined): DecodedTick | undefined {
  const layout = tick.rows === undefined ? before : layoutOf(tick.rows);
  const values = floatsOf(tick.values);
  if (layout === undefined || values.length !== layout.rows.length * domainColumns.length) return undefined;
  return { at: tick.at, host: floatsOf(tick.hostValues), perCpu: floatsOf(tick.perCpu), layout, values };
}

/** One domain's value in one tick; NaN where the tick does not know. */
export function domainValueIn(tick: DecodedTick, uuid: string, column: DomainColumn): number {
  const row = tick.layout.rowOf.get(uuid);
  if (row === undefined) return Number.NaN;
  return tick.values[domainColumns.indexOf(column) * tick.layout.rows.length + row] ?? Number.NaN;
}

export function hostValueIn(tick: DecodedTick, column: HostColumn): number {
  return tick.host[hostColumns.indexOf(column)] ?? Number.NaN;
}

const bytesOf = (tick: DecodedTick): number =>
  tick.values.byteLength + tick.host.byteLength + tick.perCpu.byteLength + Float64Array.BYTES_PER_ELEMENT;

export interface HistoryLimits {
  /** Most ticks kept. */
  readonly ticks: number;
  /** Most bytes kept; the newest tick stays whatever its size. */
  readonly bytes: number;
}

/** A ring of ticks, oldest first when read by index. */
export class TickHistory {
  readonly #limits: HistoryLimits;
  readonly #ring: (DecodedTick | undefined)[];
  #start = 0;
  #length = 0;
  #bytes = 0;

  constructor(limits: HistoryLimits) {
    this.#limits = limits;
    this.#ring = Array.from({ length: limits.ticks });
  }

  get length(): number {
    return this.#length;
  }

  get latest(): DecodedTick | undefined {
    return this.at(this.#length - 1);
  }

  /** The `index`th tick, 0 is the oldest. */
  at(index: number): DecodedTick | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    return this.#ring[(this.#start + index) % this.#ring.length];
  }

  /** A tick that is not newer than the latest (a clock set back, a repeat) replaces what it overtakes. */
  push(tick: DecodedTick): void {
    while (this.#length > 0 && (this.latest?.at ?? 0) >= tick.at) this.#drop(this.#length - 1);
    while (
      this.#length > 0 &&
      (this.#length === this.#ring.length || this.#bytes + bytesOf(tick) > this.#limits.bytes)
    ) {
      this.#drop(0);
    }
    this.#ring[(this.#start + this.#length) % this.#ring.length] = tick;
    this.#length += 1;
    this.#bytes += bytesOf(tick);
  }

  /** Drops the oldest (index 0) or the newest tick. */
  #drop(index: number): void {
    const slot = (this.#start + index) % this.#ring.length;
    const dropped = this.#ring[slot];
    this.#ring[slot] = undefined;
    if (dropped !== undefined) this.#bytes -= bytesOf(dropped);
    if (index === 0) this.#start = (this.#start + 1) % this.#ring.length;
    this.#length -= 1;
  }
}
