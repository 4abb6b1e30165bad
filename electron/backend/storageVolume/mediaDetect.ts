/** Finds out which operating system an image of a pool installs or holds, by a few bytes of it. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import { readVolumeDescriptor, volumeDescriptorAt, type MediaFacts } from '../../../shared/model/media.ts';
import { detectImageName, detectMedia, type OperatingSystem } from '../../../shared/model/os.ts';
import { osDatabaseFile } from '../assets.ts';
import type { HostSession } from '../session.ts';
import { readVolume, type VolumeName } from './download.ts';

let database: Promise<readonly OperatingSystem[]> | undefined;

/** The operating systems that VirtDeck knows; read once, when first asked for. */
export function operatingSystems(): Promise<readonly OperatingSystem[]> {
  database ??= readFile(osDatabaseFile, 'utf8').then((text) => JSON.parse(text));
  return database;
}

/** @throws AppError `notFound`, or what the host said against reading it */
export async function inspectMedia(session: HostSession, name: VolumeName, signal: AbortSignal): Promise<MediaFacts> {
  const sector = await readVolume(session, name, volumeDescriptorAt, signal).catch(emptyWhenShort);
  return await factsOf(name.name, sector);
}

/** @param sector what the image has at `volumeDescriptorAt`; fewer bytes where it is shorter */
export async function factsOf(fileName: string, sector: Uint8Array): Promise<MediaFacts> {
  const systems = await operatingSystems();
  const descriptor = readVolumeDescriptor(sector);
  if (descriptor === undefined) {
    const os = detectImageName(systems, fileName);
    return { kind: 'other', ...(os && { os: { id: os.id, name: os.name } }) };
  }
  const found = detectMedia(systems, descriptor);
  return {
    kind: 'iso',
    label: descriptor.volumeId,
    ...(found && {
      os: { id: found.os.id, name: found.os.name },
      arch: found.media.arch,
      live: found.media.live ?? false,
    }),
  };
}

/** An image shorter than 34 KiB is no ISO. */
function emptyWhenShort(thrown: unknown): Uint8Array {
  if (thrown instanceof AppError && thrown.code === 'libvirt') return new Uint8Array(0);
  throw thrown;
}
