/** Asks a host what a VM should get there, anew whenever host, system or platform is another. */
import { useEffect, useState } from 'react';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { CreationDefaults } from '../../../shared/model/creation/defaults.ts';
import { api } from '../../backend.ts';

type Question = Parameters<typeof api.creation.defaults>[0];

export type DefaultsState =
  | { readonly kind: 'nothing' }
  /** `value`: of the question before. */
  | { readonly kind: 'asking'; readonly value: CreationDefaults | undefined }
  | { readonly kind: 'here'; readonly value: CreationDefaults }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/**
 * @param question undefined: no host is chosen yet
 * @param onAnswer is told each new answer once
 * @returns the state, and how to ask again
 */
export function useDefaults(
  question: Question | undefined,
  onAnswer: (defaults: CreationDefaults) => void,
): readonly [DefaultsState, () => void] {
  const key = question === undefined ? '' : JSON.stringify(question);
  const [state, setState] = useState<{ readonly key: string; readonly answer: CreationDefaults | ErrorData }>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (question === undefined) return undefined;
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const answer = await api.creation.defaults(question, { signal: asking.signal });
        if (asking.signal.aborted) return;
        setState({ key, answer });
        onAnswer(answer);
      } catch (thrown) {
        if (!asking.signal.aborted) setState({ key, answer: toErrorData(thrown) });
      }
    };
    void ask();
    return () => asking.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- the key stands for the question, which is made anew with each rendering
  }, [key, round]);
  const again = (): void => {
    setState(undefined);
    setRound(round + 1);
  };
  return [stateOf(question !== undefined, key, state), again];
}

function stateOf(
  asked: boolean,
  key: string,
  state: { readonly key: string; readonly answer: CreationDefaults | ErrorData } | undefined,
): DefaultsState {
  if (!asked) return { kind: 'nothing' };
  const answer = state?.answer;
  if (state?.key !== key) return { kind: 'asking', value: answer && 'hardware' in answer ? answer : undefined };
  if (answer === undefined) return { kind: 'asking', value: undefined };
  return 'hardware' in answer ? { kind: 'here', value: answer } : { kind: 'failed', error: answer };
}
