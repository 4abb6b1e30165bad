/** What a window may ask about new VMs (`shared/api/creation.ts`). */
import type { creation } from '../../../shared/api/creation.ts';
import { AppError, appError } from '../../../shared/errors.ts';
import type { CreationPlan, CreationProblem } from '../../../shared/model/creation/creationPlan.ts';
import { imageOf } from '../../../shared/model/creation/draft.ts';
import type { ImageLocation } from '../../../shared/model/creation/sources.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { readDefaults } from './host.ts';
import { attendPending } from './install.ts';
import { PendingCreations } from './pending.ts';
import { prepare } from './plan.ts';
import { createAll } from './run.ts';
import { fetchFrom, inspectTree } from './installTree.ts';
import { Uploads } from './volumes.ts';
import type { HostSession, Sessions } from '../session.ts';
import { within } from '../calls/listing.ts';
import { factsOf, inspectMedia, operatingSystems } from '../storageVolume/mediaDetect.ts';
import { volumeDescriptorAt } from '../../../shared/model/media.ts';
import { procedures } from '../../libvirt/index.ts';
import { userKeys } from './sshKeys.ts';
import type { Tasks } from '../task/tasks.ts';

export interface CreationParts {
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  /** What is begun is remembered here. */
  readonly dataDir: string;
  readonly onError: (thrown: unknown) => void;
  /** Ends the looking after installations. */
  readonly signal: AbortSignal;
}

export async function openCreation(parts: CreationParts): Promise<NounHandlers<typeof creation>> {
  const { sessions, tasks, signal } = parts;
  const pending = new PendingCreations(parts.dataDir);
  await pending.load();
  const uploads = new Uploads();
  const run = { tasks, pending, uploads };
  attendPending(sessions, pending, (uuid) => tasks.isRunning('creation.create', uuid), parts.onError, signal).catch(
    parts.onError,
  );
  return {
    systems: () => operatingSystems(),
    inspectImage: ({ host, image }, call) => inspectImage(sessions.get(host), image, within(call.signal)),
    inspectTree: async ({ url }, call) => inspectTree(await operatingSystems(), url, call.signal),
    defaults: async ({ host, os: id, source, compatible, type, arch, firmware }, call) => {
      const os = (await operatingSystems()).find((each) => each.id === id);
      const asked = { system: { os, compatible }, source, type, arch, firmware };
      return await readDefaults(sessions.get(host), asked, call.signal);
    },
    sshKeys: () => userKeys(),
    plan: async (request, call) => (await prepare(sessions, request, call.signal)).plan,
    create: async (request, call) => {
      const prepared = await prepare(sessions, request, call.signal);
      refuse(prepared.plan);
      return createAll(run, prepared);
    },
    upload: async ({ upload, host }) => {
      const { bytes, sizeBytes } = uploads.take(upload, host);
      return { opened: { sizeBytes }, connect: (channel) => bytes.from(channel) };
    },
  };
}

/** What of the problems has a word of its own among the errors. */
const codes: Readonly<
  Partial<Record<CreationProblem['code'], 'nameTaken' | 'poolFull' | 'volumeExists' | 'volumeInUse'>>
> = { nameTaken: 'nameTaken', poolFull: 'poolFull', volumeExists: 'volumeExists', volumeInUse: 'volumeInUse' };

function refuse({ vms, problems }: CreationPlan): void {
  const found = [...problems, ...vms.flatMap((vm) => vm.problems)].find(({ level }) => level === 'error');
  if (found === undefined) return;
  const { code, field = '', params = {} } = found;
  throw appError(codes[code] ?? 'invalidArgument', `${code} ${field}`, {
    operation: 'creation.create',
    params: { ...params, path: field, problem: code },
  });
}

async function inspectImage(session: HostSession, image: ImageLocation, signal: AbortSignal): Promise<MediaFacts> {
  switch (image.kind) {
    case 'volume':
      return await inspectMedia(session, { pool: image.pool, name: image.volume }, signal);
    case 'path':
      return await inspectPath(session, image.path, signal);
    case 'url':
    case 'remote':
      return await factsOf(fileName(image.url), await sectorOf(image.url, signal));
    case 'upload':
      return await factsOf(imageOf(image).kind === 'volume' ? image.volume : '', new Uint8Array(0));
    default:
      return image satisfies never;
  }
}

const fileName = (path: string): string => path.replace(/[?#].*$/, '').replace(/^.*\//, '');

/** Where no pool has it, its name has to do. */
async function inspectPath(session: HostSession, path: string, signal: AbortSignal): Promise<MediaFacts> {
  const lane = await session.lane('control');
  try {
    const { vol } = await lane.call(procedures.storageVolLookupByPath, { path }, { signal });
    return await inspectMedia(session, { pool: vol.pool, name: vol.name }, signal);
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code !== 'cancelled')) throw thrown;
    return await factsOf(fileName(path), new Uint8Array(0));
  }
}

/** Reads no more than the piece, whether the server knows ranges or not. */
async function sectorOf(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const { offset, length } = volumeDescriptorAt;
  const range = `bytes=${offset}-${offset + length - 1}`;
  const response = await fetchFrom(url, signal, { headers: { range } });
  if (response.body === null) return new Uint8Array(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  const wanted = response.status === 206 ? length : offset + length;
  for await (const chunk of response.body) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= wanted) break; // ends the request too
  }
  return Buffer.concat(parts).subarray(wanted - length, wanted);
}
