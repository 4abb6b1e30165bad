/** Creates what was planned, and sends the files that are on this computer. */
import type { CreationRequest } from '../../../shared/model/creation/creationRequest.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { domainHref } from '../../../shared/model/route.ts';
import { api } from '../../backend.ts';
import { showFailure } from '../../nouns/runVerb.ts';
import { taskEnded } from '../../nouns/taskEnd.ts';
import { sendFile } from '../../nouns/upload.ts';

/**
 * Resolves as soon as the tasks run; files go on being sent after that.
 * @param files by the name of their upload
 * @throws AppError when nothing could begin
 */
export async function createDomains(request: CreationRequest, files: ReadonlyMap<string, File>): Promise<void> {
  const tasks = await api.creation.create(request);
  const { hosts } = request;
  for (const [at, host] of hosts.slice(0, tasks.length).entries()) {
    const ofHost = tasks.filter((_, index) => index % hosts.length === at);
    for (const upload of uploadsOf(request)) {
      const file = files.get(upload);
      if (file !== undefined) void send(upload, host, file, ofHost);
    }
  }
  const [first] = tasks;
  if (!request.start && tasks.length === 1 && first !== undefined && uploadsOf(request).length === 0)
    void openHardware(first);
}

const uploadsOf = ({ source, extraMedia }: CreationRequest): readonly string[] =>
  [...(source.kind === 'iso' || source.kind === 'cloud' ? [source.image] : []), ...extraMedia].flatMap((image) =>
    image.kind === 'upload' ? [image.upload] : [],
  );

/** Without its bytes a task would wait for ever. */
async function send(upload: string, host: HostId, file: File, tasks: readonly string[]): Promise<void> {
  try {
    const { channel } = await api.creation.upload({ upload, host });
    await sendFile(channel, file, tasks);
  } catch (thrown) {
    showFailure(thrown);
    await Promise.allSettled(tasks.map((id) => api.task.cancel({ id })));
  }
}

/** The VM is off to be edited: there, unless the user has gone elsewhere meanwhile. */
async function openHardware(id: string): Promise<void> {
  const from = location.hash;
  const { state, ref } = await taskEnded(id);
  if (state === 'done' && location.hash === from)
    location.hash = domainHref({ host: ref.host, uuid: ref.id }, 'hardware');
}
