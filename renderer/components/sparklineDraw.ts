/** Drawing of a sparkline: points to pixels. */
import type { Points } from './liveSource.ts';

export interface SparklineLook {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly line: string;
  readonly warn: string;
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

export function highest(points: Points): number {
  let high = 0;
  for (let index = 0; index < points.length; index += 1) {
    const value = points.values[index] ?? Number.NaN;
    if (value > high) high = value;
  }
  return high;
}

/** Draws into a context whose unit is the CSS pixel. */
export function drawSparkline(context: CanvasRenderingContext2D, points: Points, look: SparklineLook): void {
  context.clearRect(0, 0, look.width, look.height);
  if (points.length === 0) return;
  const last = points.at[points.length - 1] ?? 0;
  const top = Math.max(look.max ?? highest(points), Number.MIN_VALUE);
  const latestValue = points.values[points.length - 1] ?? Number.NaN;
  const color = look.warnAbove !== undefined && latestValue >= look.warnAbove ? look.warn : look.line;
  const x = (index: number): number => look.width * (1 - (last - (points.at[index] ?? 0)) / look.milliseconds);
  // One pixel above and below keeps the line's full width inside the picture.
  const y = (index: number): number =>
    look.height - 1 - Math.min(1, (points.values[index] ?? 0) / top) * (look.height - 2);
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = 1.2;
  context.lineJoin = 'round';
  for (const [from, to] of runsOf(points)) drawRun(context, from, to, x, y, look.height);
}

function drawRun(
  context: CanvasRenderingContext2D,
  from: number,
  to: number,
  x: (index: number) => number,
  y: (index: number) => number,
  bottom: number,
): void {
  const line = new Path2D();
  line.moveTo(x(from), y(from));
  // A single measurement is a dot: a line of no length has no pixels.
  if (to === from + 1) line.lineTo(x(from) - 1.5, y(from));
  for (let index = from + 1; index < to; index += 1) line.lineTo(x(index), y(index));
  const area = new Path2D(line);
  area.lineTo(x(to - 1), bottom);
  area.lineTo(x(from), bottom);
  area.closePath();
  context.globalAlpha = 0.14;
  context.fill(area);
  context.globalAlpha = 1;
  context.stroke(line);
}
