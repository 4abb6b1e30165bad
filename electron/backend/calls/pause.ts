import { addAbortListener } from 'node:events';

/** Waits, or less when the signal aborts. Without the error that Node's own timer makes for each of those. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const over = Promise.withResolvers<void>();
  using _listening = addAbortListener(signal, () => over.resolve());
  const timer = setTimeout(over.resolve, ms);
  await over.promise;
  clearTimeout(timer);
}
