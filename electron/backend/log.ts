/** The program's log: JSON lines in the data directory, two files of a few megabytes, nothing secret in them. */
import { appendFile, chmod, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

const MAX_BYTES = 4 * 1024 * 1024;

type Level = 'info' | 'warn' | 'error';
export type Log = Readonly<Record<Level, (message: string, fields?: object) => void>>;

/** Names whose values are never written, wherever they stand. */
const secretNames = /pass(word|phrase)?|secret|token|answers?|cookie/i;

/** `user:password@` of URIs is cut out; values under secret names are replaced. */
export function redact(name: string, value: unknown): unknown {
  if (name !== '' && secretNames.test(name)) return '[redacted]';
  return typeof value === 'string' ? value.replace(/(\/\/[^/@:\s]+):[^/@\s]+@/g, '$1:[redacted]@') : value;
}

export function openLog(directory: string): Log & { close(): Promise<void> } {
  const file = join(directory, 'virtdeck.log');
  let writing: Promise<void> = Promise.resolve();
  const write = async (line: string): Promise<void> => {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size > MAX_BYTES) await rename(file, `${file}.1`);
    await appendFile(file, line, { mode: 0o600 });
    if (size === 0) await chmod(file, 0o600);
  };
  const log =
    (level: Level) =>
    (message: string, fields: object = {}): void => {
      const line = `${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields }, redact)}\n`;
      // A full disk must not take the program down; there is nobody to tell of it but the log itself.
      writing = writing.then(() => write(line)).catch(() => undefined);
    };
  return { info: log('info'), warn: log('warn'), error: log('error'), close: () => writing };
}
