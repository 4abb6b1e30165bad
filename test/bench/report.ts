/** What a benchmark says: one JSON line a measure with `--json`, else the same as aligned text. */

export type Measure = Readonly<Record<string, string | number | boolean | null>>;

export interface Report {
  /** One measure, as soon as it is known. */
  add(measure: Measure): void;
  /** Progress for a person; goes to stderr so that stdout stays data. */
  say(text: string): void;
}

export function openReport(json: boolean): Report {
  return {
    add: (measure) => {
      const rounded = Object.fromEntries(Object.entries(measure).map(([key, value]) => [key, round(value)]));
      process.stdout.write(json ? `${JSON.stringify(rounded)}\n` : `${asText(rounded)}\n`);
    },
    say: (text) => void process.stderr.write(`${text}\n`),
  };
}

function round(value: Measure[string]): Measure[string] {
  if (typeof value !== 'number' || Number.isInteger(value)) return value;
  return Number(value.toPrecision(4));
}

function asText(measure: Measure): string {
  return Object.entries(measure)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join('   ');
}

/** The value below which `share` (0..1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);
