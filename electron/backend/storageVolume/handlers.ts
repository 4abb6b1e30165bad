/** What a window may ask of a host's volumes (`shared/api/storageVolume.ts`). */
import type { storageVolume } from '../../../shared/api/storageVolume.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { NounHandlers, Wire } from '../../../shared/rpc/contract.ts';
import type { Sessions } from '../session.ts';
import { imageFormatOf } from './imageFormat.ts';
import { within } from '../calls/listing.ts';
import { inspectMedia } from './mediaDetect.ts';
import type { Planner } from '../task/plan.ts';
import { listVolumes } from './list.ts';
import { downloadVolume } from './download.ts';
import { uploadVolume } from './upload.ts';
import type { Tasks } from '../task/tasks.ts';

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
  const run = (verb: string) => async (input: { readonly host: HostId } & Readonly<Record<string, Wire>>) =>
    tasks.run(await plan({ verb: `storageVolume.${verb}`, input }));
  return {
    list: ({ host, pool }, { signal }) => listVolumes(sessions.get(host), pool, signal),
    imageFormat: ({ host, path }, { signal }) => imageFormatOf(sessions.get(host), path, signal),
    upload: async (input) => uploadVolume(sessions.get(input.host), tasks, input),
    download: ({ host, ...name }, { signal }) => downloadVolume(sessions.get(host), name, signal),
    inspect: ({ host, ...name }, { signal }) => inspectMedia(sessions.get(host), name, within(signal)),
    create: run('create'),
    delete: run('delete'),
    resize: run('resize'),
  };
}
