/** What a window may ask of a host's storage (`shared/api/storage.ts`). */
import type { storage } from '../../../shared/api/storage.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { NounHandlers, Wire } from '../../../shared/rpc/contract.ts';
import type { Sessions } from '../session.ts';
import { imageFormatOf } from '../storageVolume/imageFormat.ts';
import { within } from '../calls/listing.ts';
import { inspectMedia } from '../storageVolume/mediaDetect.ts';
import type { Planner } from '../task/plan.ts';
import { listPools, listVolumes, refreshPool } from './list.ts';
import { downloadVolume } from '../storageVolume/download.ts';
import { uploadVolume } from '../storageVolume/upload.ts';
import type { Tasks } from '../task/tasks.ts';

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
