/** The first bytes of a file of a host, by which images tell their format. */
import type { Transport } from './transport/transport.ts';
import { encodeText } from './wire/text.ts';

/** Reads a path with a NUL behind it. What can't be read gives nothing. */
const COMMAND = 'xargs -0 head -c 512 2>/dev/null; true';

/** @returns undefined where the host has no shell for us, or the file is empty or not ours to read */
export async function readFileHead(
  { shell }: Pick<Transport, 'shell'>,
  path: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (shell === undefined || !path.startsWith('/') || path.includes('\0')) return undefined;
  const head = await shell(COMMAND, encodeText(`${path}\0`), signal);
  return head.length === 0 ? undefined : head;
}
