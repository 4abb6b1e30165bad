/** Asks each host once what would go with many VMs. */
import { useEffect, useState } from 'react';
import type { PlannedDeletion } from '../../../shared/api/domain.ts';
import { toErrorData } from '../../../shared/errors.ts';
import { domainKey, type DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';

/** By `domainKey`; what isn't there yet is being asked. @param refs what they were when the dialog opened */
export function useDeletePlans(refs: readonly DomainRef[]): ReadonlyMap<string, PlannedDeletion> {
  const [plans, setPlans] = useState<ReadonlyMap<string, PlannedDeletion>>(new Map());
  useEffect(() => {
    const asking = new AbortController();
    for (const [host, of] of Map.groupBy(refs, (ref) => ref.host)) {
      const uuids = of.map(({ uuid }) => uuid);
      void plansOf(host, uuids, asking.signal).then((planned) => {
        if (!asking.signal.aborted) setPlans((before) => new Map([...before, ...planned]));
      });
    }
    return () => asking.abort();
  }, [refs]);
  return plans;
}

async function plansOf(
  host: string,
  uuids: readonly string[],
  signal: AbortSignal,
): Promise<readonly (readonly [string, PlannedDeletion])[]> {
  const keyed = (of: (uuid: string) => PlannedDeletion | undefined) =>
    uuids.flatMap((uuid) => {
      const planned = of(uuid);
      return planned === undefined ? [] : [[domainKey({ host, uuid }), planned] as const];
    });
  try {
    const plans = await api.domain.deletePlans({ host, uuids: [...uuids] }, { signal });
    return keyed((uuid) => plans[uuid]);
  } catch (thrown) {
    const error = toErrorData(thrown);
    return keyed(() => ({ kind: 'failed', error }));
  }
}
