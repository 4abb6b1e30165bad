import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorData, type ErrorData } from '../../shared/errors.ts';

/** What was asked of the backend: on its way, here, or refused. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/**
 * Asks when `key` changes, and again on `reload`. What was there stays until the new answer is.
 * @param key names what is asked for, and every circumstance that makes the answer old
 * @param subject what must not be shown for anything else: when it changes, the old answer goes at once
 */
export function useLoaded<T>(
  subject: string,
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
): readonly [Loaded<T>, () => void] {
  const [state, setState] = useState<{ readonly subject: string; readonly loaded: Loaded<T> }>({
    subject,
    loaded: { kind: 'loading' },
  });
  const [round, setRound] = useState(0);
  const current = useRef(load);
  useEffect(() => {
    current.current = load;
  });
  useEffect(() => {
    const asking = new AbortController();
    void answerOf(current.current, asking.signal).then((loaded) => {
      if (!asking.signal.aborted) setState({ subject, loaded });
    });
    return () => asking.abort();
  }, [subject, key, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return [state.subject === subject ? state.loaded : { kind: 'loading' }, reload];
}

async function answerOf<T>(load: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<Loaded<T>> {
  try {
    return { kind: 'loaded', value: await load(signal) };
  } catch (thrown) {
    return { kind: 'failed', error: toErrorData(thrown) };
  }
}
