/** Which paths of a host lead to the same file: by symbolic and hard links, bind mounts, names of devices. */
import type { Transport } from './transport/transport.ts';
import { decodeText, encodeText } from './wire/text.ts';

/** Path -> device and inode of the file it leads to. Paths that lead nowhere, or where we may not look, are missing. */
export type FileIds = ReadonlyMap<string, string>;

/** Reads paths with a NUL behind each; GNU and BusyBox know these options. What it can't look at it passes over. */
const COMMAND = "xargs -0 stat -L -c '%d:%i %n' 2>/dev/null; true";

/**
 * @returns undefined where the host has no shell for us, or one that does something else
 * @throws AppError when the command can't be run
 */
export async function readFileIds(
  { shell }: Pick<Transport, 'shell'>,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<FileIds | undefined> {
  if (shell === undefined) return undefined;
  // One with a line break could not be told from two in the answer.
  const asked = paths.filter((path) => path.startsWith('/') && !/[\0\n]/.test(path));
  const ids = new Map<string, string>();
  if (asked.length === 0) return ids;
  const answer = await shell(COMMAND, Buffer.concat(asked.map((path) => encodeText(`${path}\0`))), signal);
  for (const [, id, path] of decodeText(Buffer.from(answer)).matchAll(/^(\d+:\d+) (\/.*)$/gm))
    if (id !== undefined && path !== undefined) ids.set(path, id);
  return ids.size === 0 ? undefined : ids;
}
