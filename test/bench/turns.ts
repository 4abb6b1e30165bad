/**
 * How long this thread works without looking up. On a machine with other work a delay says little: the thread may just not have been
 * running. Its CPU time between two looks says what was our own.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Turns {
  /** The longest time in which nobody was answered, whatever the reason; ms. */
  readonly maxBlockMs: number;
  readonly p99Ms: number;
  /** The most CPU time that one turn of the loop took; ms. */
  readonly maxCpuMs: number;
}

/** Starts watching; the function returned ends it. */
export function watchTurns(): () => Turns {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let maxCpuMs = 0;
  let before = process.threadCpuUsage();
  // Comes once a turn, unless a turn is shorter than this.
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    maxCpuMs = Math.max(maxCpuMs, (user + system) / 1000);
    before = process.threadCpuUsage();
  }, 1);
  delay.enable();
  return () => {
    clearInterval(timer);
    delay.disable();
    return { maxBlockMs: delay.max / 1e6, p99Ms: delay.percentile(99) / 1e6, maxCpuMs };
  };
}
