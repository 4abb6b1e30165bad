/** The shape of a sparkline: points to paths. */
import type { Points } from './liveSource.ts';

export interface SparklineLook {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Value of the upper edge; the highest value shown if absent. */
  readonly max: number | undefined;
  readonly warnAbove: number | undefined;
  /** Span of the x axis; the newest point is at the right edge. */
  readonly milliseconds: number;
}

/** Where two points are further apart than this many times the usual distance, nothing was measured between them. */
const gapFactor = 2.5;

/** Index ranges [from, to) of points that belong together: no unknown value and no missing ticks in between. */
export function runsOf(points: Points): readonly (readonly [number, number])[] {
  const step = usualStep(points);
  const runs: (readonly [number, number])[] = [];
  let from = 0;
  for (let index = 0; index <= points.length; index += 1) {
    const ends =
      index === points.length || Number.isNaN(points.values[index]) || (index > from && isGap(points, index, step));
    if (!ends) continue;
    if (index > from) runs.push([from, index]);
    from = index < points.length && Number.isNaN(points.values[index]) ? index + 1 : index;
  }
  return runs;
}

function usualStep(points: Points): number {
  let step = Number.POSITIVE_INFINITY;
  for (let index = 1; index < points.length; index += 1) {
    step = Math.min(step, (points.at[index] ?? 0) - (points.at[index - 1] ?? 0));
  }
  return step;
}

const isGap = (points: Points, index: number, step: number): boolean =>
  (points.at[index] ?? 0) - (points.at[index - 1] ?? 0) > step * gapFactor;

function highest(points: Points): number {
  let high = 0;
  for (let index = 0; index < points.length; index += 1) {
    const value = points.values[index] ?? Number.NaN;
    if (value > high) high = value;
  }
  return high;
}

export interface SparklinePaths {
  /** Path data of SVG, in CSS pixels; empty where nothing is known. */
  readonly line: string;
  /** What is below the line. */
  readonly area: string;
  readonly warns: boolean;
}

export function sparklinePaths(points: Points, look: SparklineLook): SparklinePaths {
  const last = points.at[points.length - 1] ?? 0;
  const top = Math.max(look.max ?? highest(points), Number.MIN_VALUE);
  const latest = points.values[points.length - 1] ?? Number.NaN;
  const x = (index: number): number => look.width * (1 - (last - (points.at[index] ?? 0)) / look.milliseconds);
  // One pixel above and below keeps the line's full width inside the picture.
  const y = (index: number): number =>
    look.height - 1 - Math.min(1, (points.values[index] ?? 0) / top) * (look.height - 2);
  const lines: string[] = [];
  const areas: string[] = [];
  for (const [from, to] of runsOf(points)) {
    const corners = Array.from({ length: to - from }, (_, at) => `${tenths(x(from + at))} ${tenths(y(from + at))}`);
    // A single measurement is a dot: a line of no length has no pixels.
    if (to === from + 1) corners.push(`${tenths(x(from) - DOT)} ${tenths(y(from))}`);
    const line = `M${corners.join('L')}`;
    lines.push(line);
    areas.push(`${line}V${look.height}H${tenths(x(from))}Z`);
  }
  return { line: lines.join(''), area: areas.join(''), warns: latest >= (look.warnAbove ?? Number.POSITIVE_INFINITY) };
}

/** CSS pixels. */
const DOT = 1.5;

const tenths = (pixels: number): number => Math.round(pixels * 10) / 10;
