/** What a window may ask of a host's storage (`shared/api/storage.ts`). */
import type { storage } from '../../shared/api/storage.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { NounHandlers, Wire } from '../../shared/rpc/contract.ts';
import type { Sessions } from './hostSession.ts';
import { imageFormatOf } from './imageFormat.ts';
import { within } from './listing.ts';
import { inspectMedia } from './mediaDetect.ts';
import type { Planner } from './plans.ts';
import { listPools, listVolumes, refreshPool } from './storageListing.ts';
import { downloadVolume } from './volumeDownload.ts';
import { uploadVolume } from './volumeUpload.ts';
import type { Tasks } from './tasks.ts';

export interface StorageParts {
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly plan: Planner;
}

export function storageHandlers({ sessions, tasks, plan }: StorageParts): NounHandlers<typeof storage> {
  const run = (verb: string) => async (input: { readonly host: HostId } & Readonly<Record<string, Wire>>) =>
    tasks.run(await plan({ verb: `storage.${verb}`, input }));
  return {
    pools: ({ host }, { signal }) => listPools(sessions.get(host), signal),
    volumes: ({ host, pool }, { signal }) => listVolumes(sessions.get(host), pool, signal),
    refresh: ({ host, pool }, { signal }) => refreshPool(sessions.get(host), pool, signal),
    imageFormat: ({ host, path }, { signal }) => imageFormatOf(sessions.get(host), path, signal),
    startPool: run('startPool'),
    upload: async (input) => uploadVolume(sessions.get(input.host), tasks, input),
    download: ({ host, ...name }, { signal }) => downloadVolume(sessions.get(host), name, signal),
    inspect: ({ host, ...name }, { signal }) => inspectMedia(sessions.get(host), name, within(signal)),
    createVolume: run('createVolume'),
    deleteVolume: run('deleteVolume'),
    resizeVolume: run('resizeVolume'),
  };
}
