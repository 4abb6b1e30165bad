import { api } from '../../../backend.ts';
import { useLoaded } from '../../../nouns/loaded.ts';

export type WorkstationKey = Awaited<ReturnType<typeof api.creation.sshKeys>>[number];

const none: readonly WorkstationKey[] = [];

/** Public keys of this workstation; none until they are known, or where there are none. */
export function useSshKeys(): readonly WorkstationKey[] {
  const [loaded] = useLoaded('ssh keys', '', (signal) => api.creation.sshKeys({}, { signal }));
  return loaded.kind === 'loaded' ? loaded.value : none;
}
