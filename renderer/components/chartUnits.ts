/** How measured values are written: binary units for memory and disks, bits per second for links. */

export const units = ['share', 'memory', 'bytes', 'bits', 'requests'] as const;
/** `share`: 0..1 as percent. `memory`: KiB. `bytes`: bytes per second. `bits`: bytes per second, written as bits. `requests`: per second. */
export type Unit = (typeof units)[number];

interface Scale {
  /** From the measured value to the number that is drawn and written. */
  readonly factor: number;
  /** Each prefix is so many of the one before. */
  readonly base: number;
  readonly prefixes: readonly string[];
  readonly suffix: string;
}

const scales: Readonly<Record<Unit, Scale>> = {
  share: { factor: 100, base: Number.POSITIVE_INFINITY, prefixes: [''], suffix: '%' },
  memory: { factor: 1024, base: 1024, prefixes: ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'], suffix: 'B' },
  bytes: { factor: 1, base: 1024, prefixes: ['', 'Ki', 'Mi', 'Gi', 'Ti'], suffix: 'B/s' },
  bits: { factor: 8, base: 1000, prefixes: ['', 'k', 'M', 'G', 'T'], suffix: 'bit/s' },
  requests: { factor: 1, base: 1000, prefixes: ['', 'k', 'M'], suffix: '/s' },
};

/** What a measured value is multiplied by before it is drawn (see {@link formatDrawn}). */
export const drawFactor = (unit: Unit): number => scales[unit].factor;

/** A measured value as text: `formatValue('memory', 6396313)` is "6.1 GiB". Not for NaN. */
export const formatValue = (unit: Unit, value: number): string => formatDrawn(unit, value * scales[unit].factor);

/** The same for a value that was multiplied by {@link drawFactor}. */
export function formatDrawn(unit: Unit, drawn: number): string {
  const scale = scales[unit];
  let step = 0;
  let rest = drawn;
  // 999.6 would be written as 1000: the next prefix begins where rounding reaches it.
  while (step < scale.prefixes.length - 1 && Math.abs(rest) >= scale.base - 0.5) {
    rest /= scale.base;
    step += 1;
  }
  const prefix = scale.prefixes[step] ?? '';
  const joined = `${prefix}${scale.suffix}`;
  return joined.startsWith('/') ? `${digits(rest)}${joined}` : `${digits(rest)} ${joined}`;
}

/** Two significant digits below ten, whole numbers above: widths stay calm. */
function digits(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) < 9.95 ? value.toFixed(1) : value.toFixed(0);
}

/** Distances between axis marks that read well in this unit, drawn values, ascending. */
export function axisSteps(unit: Unit): number[] {
  const { base, prefixes } = scales[unit];
  if (unit === 'share') return [1, 2, 5, 10, 25, 50, 100];
  const within = base === 1024 ? [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] : [1, 2, 5, 10, 20, 50, 100, 200, 500];
  return prefixes.flatMap((_prefix, power) => within.map((step) => step * base ** power));
}
