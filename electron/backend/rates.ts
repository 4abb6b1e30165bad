/**
 * Rates from counters. Counters start again with the guest (and with a hot-plugged disk): a counter that went down, or that is
 * new, gives a gap instead of a spike.
 */
export interface Counted {
  /** Monotonic ms. */
  readonly at: number;
  readonly value: number;
}

/** Per second between two readings; NaN where there is none to compare with. */
export function rate(before: Counted | undefined, now: Counted): number {
  if (before === undefined || Number.isNaN(before.value) || Number.isNaN(now.value)) return Number.NaN;
  const seconds = (now.at - before.at) / 1000;
  const difference = now.value - before.value;
  return seconds <= 0 || difference < 0 ? Number.NaN : difference / seconds;
}
