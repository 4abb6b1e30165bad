/** What has to be done once for a connection, however often it fails for a while. */
import { toErrorData } from '../../../shared/errors.ts';
import { pause } from '../calls/pause.ts';

/** Pauses after the first failures, in ms; after further ones the last. Dead storage is not asked every second, nor forgotten. */
const PAUSES_MS = [2000, 5000, 15_000, 30_000] as const;

export interface UntilDoneOptions {
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** What doesn't pass by waiting. */
  readonly isFinal: (thrown: unknown) => boolean;
  /** Hears of each kind of failure once. */
  readonly onError: (thrown: unknown) => void;
  /** Resolves when there is somebody to try it for; at once where that is left out. */
  readonly wanted?: () => Promise<void>;
}

/** Tries until it is done or the signal aborts. @throws what is final */
export async function untilDone(work: () => Promise<void>, options: UntilDoneOptions): Promise<void> {
  const { signal, isFinal, onError, wanted } = options;
  const told = new Set<string>();
  for (let failures = 0; ; failures++) {
    await wanted?.();
    if (signal.aborted) return;
    try {
      await work();
      return;
    } catch (thrown) {
      if (signal.aborted) return;
      if (isFinal(thrown)) throw thrown;
      const { code, libvirt } = toErrorData(thrown);
      const kind = `${code} ${libvirt?.code}`;
      if (!told.has(kind)) onError(thrown);
      told.add(kind);
    }
    await pause(PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)] ?? 0, signal);
  }
}
