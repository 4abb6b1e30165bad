/** The operating systems that VirtDeck knows: a megabyte, asked for once, when it is first needed. */
import { useEffect, useState } from 'react';
import { groupOf, type OperatingSystem, type OsGroup } from '../../../shared/model/os.ts';
import { api } from '../../backend.ts';
import { showFailure } from '../../nouns/runVerb.ts';

/** Its group as of today. */
export const groupNow = (os: OperatingSystem): OsGroup => groupOf(os, new Date().toISOString().slice(0, 10));

let loading: Promise<readonly OperatingSystem[]> | undefined;

export function loadSystems(): Promise<readonly OperatingSystem[]> {
  loading ??= api.creation.systems({});
  loading.catch(() => (loading = undefined)); // the next one who asks tries again
  return loading;
}

/** Undefined until they are there. */
export function useSystems(): readonly OperatingSystem[] | undefined {
  const [systems, setSystems] = useState<readonly OperatingSystem[]>();
  useEffect(() => {
    let gone = false;
    loadSystems().then(
      (found) => {
        if (!gone) setSystems(found);
      },
      (thrown: unknown) => {
        if (!gone) showFailure(thrown);
      },
    );
    return () => {
      gone = true;
    };
  }, []);
  return systems;
}
