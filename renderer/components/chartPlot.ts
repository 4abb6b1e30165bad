/** uPlot with our axes, colours, units and live data: everything of a chart that is not React. */
import uPlot from 'uplot';
import { ChartBuffer, type ChartHistory } from './chartBuffer.ts';
import { rangeSeconds, type ChartRange } from './chartRange.ts';
import { axisSteps, drawFactor, formatDrawn, type Unit } from './chartUnits.ts';
import { makePoints, type LiveSource } from './liveSource.ts';
import { onThemeChange } from './themeChange.ts';

export interface ChartLine {
  readonly key: string;
  /** Word in the legend. */
  readonly label: string;
  /** Which of the chart colours, 1..6. */
  readonly color: number;
  readonly source: LiveSource;
}

export interface HistoryRequest {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  /** At most so many. */
  readonly points: number;
  readonly signal: AbortSignal;
}
export type LoadHistory = (request: HistoryRequest) => Promise<ChartHistory>;

export interface ChartMount {
  readonly plot: HTMLElement;
  /** Elements of the caption whose text follows the pointer, or the latest values. */
  readonly readout: { readonly time: HTMLElement; readonly values: readonly (HTMLElement | null)[] };
  readonly label: string;
  readonly series: readonly ChartLine[];
  readonly history: LoadHistory;
  readonly unit: Unit;
  readonly range: ChartRange;
  readonly max: number | undefined;
  /** CSS pixels. */
  readonly height: number;
  readonly language: string;
}

const historyPoints = 600;
/** Live ticks that the stats store still has, to bridge from history to now. */
const bridgePoints = 300;
const labelEveryMs = 10_000;
const notKnown = '—';

/** Draws the chart into `mount.plot` and keeps it true. @returns takes it away again */
export function mountChart(mount: ChartMount): () => void {
  const span = rangeSeconds[mount.range];
  const buffer = new ChartBuffer(mount.series.length, span, span / historyPoints);
  const loading = new AbortController();
  let chart = createChart(mount, buffer);
  let hovered = false;
  let labelledAt = Number.NEGATIVE_INFINITY;

  const show = (): void => {
    chart.setData([buffer.data.at, ...buffer.data.columns]);
    if (!hovered) showLatest(mount);
    const now = performance.now();
    if (now - labelledAt < labelEveryMs) return;
    labelledAt = now;
    nameChart(mount, chart.root);
  };
  const hover = (): void => {
    hovered = chart.cursor.idx !== null && chart.cursor.idx !== undefined && (chart.cursor.left ?? -1) >= 0;
    if (hovered) showAt(mount, buffer, chart.cursor.idx ?? 0);
    else showLatest(mount);
  };
  const watchPointer = (): void => {
    chart.hooks.setCursor = [hover];
    show();
  };
  watchPointer();

  void loadHistory(mount, buffer, loading.signal).then(() => {
    if (!loading.signal.aborted) show();
  });
  const stopTicks = mount.series[0]?.source.onTick(() => {
    if (document.hidden) return;
    appendRecent(mount, buffer);
    show();
  });
  const sizes = new ResizeObserver(() => chart.setSize({ width: mount.plot.clientWidth, height: mount.height }));
  sizes.observe(mount.plot);
  const stopTheme = onThemeChange(() => {
    chart.destroy();
    chart = createChart(mount, buffer);
    watchPointer();
  });
  return () => {
    loading.abort();
    stopTicks?.();
    stopTheme();
    sizes.disconnect();
    chart.destroy();
  };
}

async function loadHistory(mount: ChartMount, buffer: ChartBuffer, signal: AbortSignal): Promise<void> {
  const to = latestAt(mount) ?? Date.now();
  const from = to - rangeSeconds[mount.range] * 1000;
  try {
    const history = await mount.history({ from, to, points: historyPoints, signal });
    if (signal.aborted) return;
    buffer.load(history, drawFactor(mount.unit));
  } catch {
    // Without history the chart begins now; what is wrong with the backend is shown by the window, not by each chart.
  }
  if (!signal.aborted) appendRecent(mount, buffer);
}

const latestAt = ({ series }: ChartMount): number | undefined => series[0]?.source.latestAt();

/** Ticks that came since the last point. */
function appendRecent(mount: ChartMount, buffer: ChartBuffer): void {
  const factor = drawFactor(mount.unit);
  const since = buffer.lastAt * 1000 + 1;
  const columns = mount.series.map(({ source }) => {
    const points = makePoints(bridgePoints);
    source.recent(since, points);
    return points;
  });
  const length = columns[0]?.length ?? 0;
  for (let index = 0; index < length; index += 1) {
    buffer.append(
      (columns[0]?.at[index] ?? 0) / 1000,
      columns.map((column) => (column.values[index] ?? Number.NaN) * factor),
    );
  }
}

function showLatest({ readout, series, unit }: ChartMount): void {
  setText(readout.time, '');
  for (const [index, { source }] of series.entries()) {
    setText(readout.values[index], valueText(unit, source.latest() * drawFactor(unit)));
  }
}

function showAt({ readout, unit, range, language }: ChartMount, buffer: ChartBuffer, index: number): void {
  const at = buffer.data.at[index];
  setText(readout.time, at === undefined ? '' : timeText(at, range, language));
  for (const [series, column] of buffer.data.columns.entries()) {
    setText(readout.values[series], valueText(unit, column[index] ?? Number.NaN));
  }
}

const valueText = (unit: Unit, drawn: number): string => (Number.isNaN(drawn) ? notKnown : formatDrawn(unit, drawn));

function timeText(at: number, range: ChartRange, language: string): string {
  const day: Intl.DateTimeFormatOptions = range === '7d' || range === '24h' ? { dateStyle: 'medium' } : {};
  return new Intl.DateTimeFormat(language, { ...day, timeStyle: 'medium' }).format(at * 1000);
}

function setText(element: HTMLElement | null | undefined, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

/** The picture's accessible name says what it shows now. */
function nameChart({ label, series, unit }: ChartMount, root: HTMLElement): void {
  const values = series.map((line) => `${line.label} ${valueText(unit, line.source.latest() * drawFactor(unit))}`);
  root.role = 'img';
  root.ariaLabel = `${label}: ${values.join(', ')}`;
}

function createChart(mount: ChartMount, buffer: ChartBuffer): uPlot {
  const style = getComputedStyle(mount.plot);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const font = `11px ${style.fontFamily}`;
  const axis = {
    stroke: color('--chart-axis'),
    font,
    ticks: { show: false },
    grid: { stroke: color('--chart-grid'), width: 1 },
  };
  const { unit, max } = mount;
  return new uPlot(
    {
      width: Math.max(1, mount.plot.clientWidth),
      height: mount.height,
      legend: { show: false },
      padding: [6, 16, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: () => timeWindow(mount) },
        y: { range: (_chart, _low, high) => [0, upperEdge(unit, max, high)] },
      },
      axes: [
        { ...axis, size: 22, space: 80, values: (_chart, splits) => splits.map((at) => axisTime(at, mount)) },
        {
          ...axis,
          size: 62,
          space: 34,
          incrs: axisSteps(unit),
          values: (_chart, splits) => splits.map((value) => formatDrawn(unit, value)),
        },
      ],
      series: [
        {},
        ...mount.series.map((entry) => ({
          label: entry.label,
          stroke: color(`--chart-${entry.color}`),
          fill: color(`--chart-fill-${entry.color}`),
          width: 1.4,
          points: { show: false },
        })),
      ],
    },
    [buffer.data.at, ...buffer.data.columns],
    mount.plot,
  );
}

/** The right edge is the latest tick; with a host that is silent it is now, so that the silence shows. */
function timeWindow(mount: ChartMount): [number, number] {
  const silentAfterMs = 150_000;
  const now = Date.now();
  const tick = latestAt(mount) ?? now;
  const to = (Math.abs(now - tick) > silentAfterMs ? now : tick) / 1000;
  return [to - rangeSeconds[mount.range], to];
}

/** A quiet chart still has a scale on which a little is little. */
const leastEdge: Readonly<Record<Unit, number>> = {
  share: 100,
  memory: 1024 * 1024,
  bytes: 1024,
  bits: 1000,
  requests: 10,
};

function upperEdge(unit: Unit, max: number | undefined, high: number | null): number {
  const known = max === undefined ? 0 : max * drawFactor(unit);
  const drawn = high === null || Number.isNaN(high) ? 0 : high;
  const headroom = drawn > known ? drawn * 1.1 : known;
  return Math.max(headroom, max === undefined ? leastEdge[unit] : 0);
}

function axisTime(at: number, { range, language }: ChartMount): string {
  const options: Intl.DateTimeFormatOptions =
    range === '7d'
      ? { month: 'short', day: 'numeric' }
      : range === '5m'
        ? { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }
        : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  return new Intl.DateTimeFormat(language, options).format(at * 1000);
}
