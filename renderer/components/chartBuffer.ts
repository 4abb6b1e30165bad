/** The data of one chart: history first, live ticks added at the end, at the same distance of points. */

/** What was measured before the chart was opened. NaN is a gap. */
export interface ChartHistory {
  /** Epoch ms, ascending. */
  readonly at: Float64Array;
  /** One per line of the chart, as long as `at`. */
  readonly columns: readonly Float32Array[];
  readonly stepSeconds: number;
}

/** `at` in epoch seconds; null is a gap. The form that uPlot draws. */
export interface ChartData {
  readonly at: number[];
  readonly columns: (number | null)[][];
}

/** Where two points are further apart than this many steps, nothing was measured between them. */
const gapSteps = 2.5;

export class ChartBuffer {
  readonly data: ChartData;
  readonly #spanSeconds: number;
  readonly #leastStepSeconds: number;
  /** Distance of points; not known before history came or two ticks were seen. */
  #stepSeconds: number | undefined;
  /** Live ticks averaged into the last point. */
  #samples = 0;

  /** @param leastStepSeconds points closer than that are averaged */
  constructor(columns: number, spanSeconds: number, leastStepSeconds: number) {
    this.data = { at: [], columns: Array.from({ length: columns }, () => []) };
    this.#spanSeconds = spanSeconds;
    this.#leastStepSeconds = leastStepSeconds;
  }

  /** Epoch seconds of the last point; -Infinity without one. */
  get lastAt(): number {
    return this.data.at.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  /** Starts anew with history, each value multiplied by `factor`. */
  load(history: ChartHistory, factor: number): void {
    this.#clear();
    this.#stepSeconds = Math.max(1, history.stepSeconds);
    for (const [index, at] of history.at.entries()) {
      this.#point(
        at / 1000,
        history.columns.map((column) => (column[index] ?? Number.NaN) * factor),
      );
    }
  }

  /**
   * Adds a live tick, averaged with others of the same step. Ticks older than the last point are history's already.
   * @param atSeconds epoch seconds
   */
  append(atSeconds: number, values: readonly number[]): void {
    if (atSeconds <= this.lastAt) return;
    if (this.data.at.length > 0) this.#stepSeconds ??= Math.max(this.#leastStepSeconds, atSeconds - this.lastAt);
    const step = this.#stepSeconds ?? this.#leastStepSeconds;
    const sameStep = this.#samples > 0 && atSeconds - this.lastAt < step * 0.75;
    if (sameStep) this.#average(values);
    else this.#point(atSeconds, values);
    this.#samples = sameStep ? this.#samples + 1 : 1;
    this.#trim(atSeconds - this.#spanSeconds);
  }

  #clear(): void {
    this.data.at.length = 0;
    for (const column of this.data.columns) column.length = 0;
    this.#samples = 0;
  }

  #average(values: readonly number[]): void {
    for (const [index, column] of this.data.columns.entries()) {
      const before = column.at(-1);
      const value = values[index] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      column[column.length - 1] =
        before === undefined || before === null ? value : before + (value - before) / (this.#samples + 1);
    }
  }

  #point(at: number, values: readonly number[]): void {
    const step = this.#stepSeconds ?? this.#leastStepSeconds;
    if (at - this.lastAt > step * gapSteps && this.data.at.length > 0) {
      this.data.at.push(this.lastAt + step);
      for (const column of this.data.columns) column.push(null);
    }
    this.data.at.push(at);
    for (const [index, column] of this.data.columns.entries()) {
      const value = values[index] ?? Number.NaN;
      column.push(Number.isNaN(value) ? null : value);
    }
  }

  #trim(from: number): void {
    // One point before the edge is kept, so that the line enters the picture instead of starting inside it.
    let drop = 0;
    while ((this.data.at[drop + 1] ?? Number.POSITIVE_INFINITY) < from) drop += 1;
    if (drop === 0) return;
    this.data.at.splice(0, drop);
    for (const column of this.data.columns) column.splice(0, drop);
  }
}
