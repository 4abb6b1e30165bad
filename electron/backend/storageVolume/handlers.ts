/** What a window may ask of a host's volumes (`shared/api/storageVolume.ts`). */
import { storageVolume } from '../../../shared/api/storageVolume.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import type { Sessions } from '../session.ts';
import { imageFormatOf } from './imageFormat.ts';
import { within } from '../calls/listing.ts';
import { inspectMedia } from './mediaDetect.ts';
import type { Planner } from '../task/plan.ts';
import { verbHandlers } from '../task/verbHandlers.ts';
import { listVolumes } from './list.ts';
import { downloadVolume } from './download.ts';
import { uploadVolume } from './upload.ts';
import type { Tasks } from '../task/tasks.ts';
import { storageVolumeVerbs } from './verbs.ts';

export interface StorageVolumeParts {
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly plan: Planner;
}

export function storageVolumeHandlers({
  sessions,
  tasks,
  plan,
}: StorageVolumeParts): NounHandlers<typeof storageVolume> {
  return {
    list: ({ host, pool }, { signal }) => listVolumes(sessions.get(host), pool, signal),
    imageFormat: ({ host, path }, { signal }) => imageFormatOf(sessions.get(host), path, signal),
    upload: async (input) => uploadVolume(sessions.get(input.host), tasks, input),
    download: ({ host, ...name }, { signal }) => downloadVolume(sessions.get(host), name, signal),
    inspect: ({ host, ...name }, { signal }) => inspectMedia(sessions.get(host), name, within(signal)),
    ...verbHandlers('storageVolume', storageVolume, storageVolumeVerbs, { tasks, plan }),
  };
}
