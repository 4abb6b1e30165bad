/** What an image of a host is inside. Its name tells nothing: raw read as qcow2 fails, qcow2 read as raw destroys it. */
import { formatOfHead } from '../../../shared/model/imageMagic.ts';
import { normalPath } from '../../../shared/model/imagePath.ts';
import { readFileHead } from '../../libvirt/fileHead.ts';
import type { HostSession } from '../session.ts';
import { within } from '../calls/listing.ts';
import { listPools, refreshPool } from '../storagePool/list.ts';
import { volumeAt } from './list.ts';
import { isInNoPool } from './volumes.ts';

/** @returns undefined where nobody can tell */
export async function imageFormatOf(
  session: HostSession,
  given: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = normalPath(given);
  await lookAgain(session, path, signal);
  const listed = await formatOfVolume(session, path, signal);
  if (listed !== undefined) return listed;
  const head = await readFileHead(session.shell(), path, within(signal)).catch(() => undefined);
  return head && formatOfHead(head);
}

/** The file may have been replaced since its pool was looked into. Where that can't be done, its head tells. */
async function lookAgain(session: HostSession, path: string, signal: AbortSignal): Promise<void> {
  const { items } = await listPools(session, signal);
  const holds = items.filter(
    ({ state, targetPath }) => state === 'running' && targetPath !== undefined && isIn(normalPath(targetPath), path),
  );
  await Promise.all(holds.map(({ name }) => refreshPool(session, name, signal).catch(() => undefined)));
}

const isIn = (directory: string, path: string): boolean => path.startsWith(`${directory.replace(/\/$/, '')}/`);

async function formatOfVolume(session: HostSession, path: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { type, format } = await volumeAt(session, path, signal);
    if (type === 'block') return 'raw';
    return format === 'iso' ? 'raw' : format === 'unknown' ? undefined : format;
  } catch (thrown) {
    if (isInNoPool(thrown)) return undefined;
    throw thrown;
  }
}
