/** Asks the hosts what would go with each of many VMs, a few at a time. */
import { useEffect, useState } from 'react';
import type { DeletePlan } from '../../../shared/api/domains.ts';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import { domainKey, type DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';

export type Planned =
  | { readonly kind: 'planned'; readonly plan: DeletePlan }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** Asked of the hosts side by side. */
const AT_ONCE = 4;

/** By `domainKey`; what isn't there yet is being asked. @param refs what they were when the dialog opened */
export function useDeletePlans(refs: readonly DomainRef[]): ReadonlyMap<string, Planned> {
  const [plans, setPlans] = useState<ReadonlyMap<string, Planned>>(new Map());
  useEffect(() => {
    const asking = new AbortController();
    const rest = [...refs];
    const work = async (): Promise<void> => {
      for (let ref = rest.shift(); ref !== undefined; ref = rest.shift()) {
        const key = domainKey(ref);
        const planned = await planOf(ref, asking.signal);
        if (asking.signal.aborted) return;
        setPlans((before) => new Map([...before, [key, planned]]));
      }
    };
    for (let worker = 0; worker < AT_ONCE; worker++) void work();
    return () => asking.abort();
  }, [refs]);
  return plans;
}

async function planOf({ host, uuid }: DomainRef, signal: AbortSignal): Promise<Planned> {
  try {
    return { kind: 'planned', plan: await api.domains.deletePlan({ host, uuid }, { signal }) };
  } catch (thrown) {
    return { kind: 'failed', error: toErrorData(thrown) };
  }
}
