/** The dry run: what creating would do, asked anew whenever the request has changed and rested for a moment. */
import { useEffect, useState } from 'react';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { CreationPlan } from '../../../shared/model/creation/creationPlan.ts';
import type { CreationRequest } from '../../../shared/model/creation/creationRequest.ts';
import { api } from '../../backend.ts';

const REST_MS = 350;

export interface Planning {
  /** The latest there is; of a request before, while `busy`. */
  readonly plan: CreationPlan | undefined;
  readonly error: ErrorData | undefined;
  /** What is shown is not of what is asked now. */
  readonly busy: boolean;
}

interface Answer extends Omit<Planning, 'busy'> {
  readonly key: string;
}

/** @param request undefined while something is missing: then there is no plan */
export function usePlan(request: CreationRequest | undefined): Planning {
  const key = request === undefined ? '' : JSON.stringify(request);
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    if (request === undefined) return undefined;
    const asking = new AbortController();
    const ask = async (): Promise<Omit<Answer, 'key'>> => {
      try {
        return { plan: await api.creation.plan(request, { signal: asking.signal }), error: undefined };
      } catch (thrown) {
        return { plan: undefined, error: toErrorData(thrown) };
      }
    };
    const timer = setTimeout(() => {
      void ask().then((found) => {
        if (!asking.signal.aborted) setAnswer({ key, ...found });
      });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the key stands for the request, which is made anew with each rendering
  }, [key]);
  if (request === undefined) return { plan: undefined, error: undefined, busy: false };
  return { plan: answer?.plan, error: answer?.key === key ? answer.error : undefined, busy: answer?.key !== key };
}
