import { useEffect, useRef, type ReactElement } from 'react';
import { makePoints, type LiveSource } from './liveSource.ts';
import { drawSparkline } from './sparklineDraw.ts';
import { keepPainted, type Painted } from './sparklinePainter.ts';
import styles from './sparkline.module.css';

export interface SparklineLineProps {
  /** Stable as long as it is the same source: a new one starts a new picture. */
  readonly source: LiveSource;
  /** Accessible name: "CPU of web-01". The latest value is added to it. */
  readonly label: string;
  readonly format?: (value: number) => string;
  /** Value of the upper edge; without it the highest value shown. */
  readonly max?: number;
  /** From this value on the line takes the warning colour. */
  readonly warnAbove?: number;
  /** CSS pixels; 84 x 18 unless told. */
  readonly width?: number;
  readonly height?: number;
  /** Seconds shown; 120 unless told. */
  readonly seconds?: number;
  readonly className?: string;
}

const mostPoints = 300;
/** The accessible name follows the value, but not with every tick. */
const labelEveryMs = 10_000;
const notKnown = '—';

/** The last minutes of a value as a small line. Unknown stretches are gaps. */
export function SparklineLine(props: SparklineLineProps): ReactElement {
  const { source, label, width = 84, height = 18, className } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const current = useRef(props);
  useEffect(() => {
    current.current = props;
  });
  useEffect(() => {
    if (canvas.current === null) return undefined;
    return keepPainted(canvas.current, sparklinePainter(canvas.current, source, current));
  }, [source, width, height, label]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      className={className === undefined ? styles.sparkline : `${styles.sparkline} ${className}`}
      style={{ width, height }}
    />
  );
}

function sparklinePainter(
  canvas: HTMLCanvasElement,
  source: LiveSource,
  props: { readonly current: SparklineLineProps },
): Painted {
  const { width = 84, height = 18 } = props.current;
  const points = makePoints(mostPoints);
  const context = canvas.getContext('2d');
  let colors: { readonly theme: number; readonly line: string; readonly warn: string } | undefined;
  let labelledAt = Number.NEGATIVE_INFINITY;
  return {
    onTick: (listener) => source.onTick(listener),
    paint(theme) {
      const { label, format, max, warnAbove, seconds = 120 } = props.current;
      const now = performance.now();
      if (format !== undefined && now - labelledAt > labelEveryMs) {
        labelledAt = now;
        canvas.ariaLabel = `${label}: ${textOf(source.latest(), format)}`;
      }
      if (context === null) return;
      if (colors?.theme !== theme) colors = { theme, ...colorsOf(canvas) };
      fitToDevice(canvas, context, width, height);
      source.recent((source.latestAt() ?? 0) - seconds * 1000, points);
      drawSparkline(context, points, { width, height, ...colors, max, warnAbove, milliseconds: seconds * 1000 });
    },
  };
}

function colorsOf(canvas: HTMLCanvasElement): { readonly line: string; readonly warn: string } {
  const style = getComputedStyle(canvas);
  return { line: style.color, warn: style.outlineColor };
}

/** As many device pixels as the screen has under the picture, with the CSS pixel as the unit of drawing. */
function fitToDevice(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
): void {
  const ratio = window.devicePixelRatio;
  const [pixelsWide, pixelsHigh] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width === pixelsWide && canvas.height === pixelsHigh) return;
  canvas.width = pixelsWide;
  canvas.height = pixelsHigh;
  context.scale(pixelsWide / width, pixelsHigh / height);
}

const textOf = (value: number, format: (value: number) => string): string =>
  Number.isNaN(value) ? notKnown : format(value);

export interface LiveTextProps {
  readonly source: LiveSource;
  /** The text of a known value; an unknown one shows an em dash. */
  readonly format: (value: number) => string;
  readonly className?: string;
}

/** The latest value as text that changes with each tick without rendering. */
export function LiveText({ source, format, className }: LiveTextProps): ReactElement {
  const span = useRef<HTMLSpanElement>(null);
  const current = useRef(format);
  useEffect(() => {
    current.current = format;
  });
  useEffect(() => {
    const element = span.current;
    if (element === null) return undefined;
    const paint = (): void => {
      const text = textOf(source.latest(), current.current);
      if (element.textContent !== text) element.textContent = text;
    };
    // At once, so that the cell has its width before anything else is laid out.
    paint();
    return keepPainted(element, { paint, onTick: (listener) => source.onTick(listener) });
  }, [source]);
  return <span ref={span} className={className === undefined ? styles.stat : `${styles.stat} ${className}`} />;
}
