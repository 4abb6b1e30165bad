/** Commands of a shell that answer once. */
import { addAbortListener } from 'node:events';
import type { Duplex } from 'node:stream';
import { appError } from '../../../shared/errors.ts';
import { runProcess } from './ssh/processStream.ts';

/** @param command its standard input and output */
export async function answerOf(command: Duplex, input: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  using _listening = addAbortListener(signal, () => command.destroy(appError('cancelled', 'cancelled')));
  command.end(input);
  const chunks: Uint8Array[] = [];
  for await (const chunk of command) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The shell of this machine. @throws AppError `sshCommandFailed`, `sshBinaryMissing`, `cancelled` */
export async function localShell(command: string, input: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  const stream = await runProcess(['sh', '-c', command], signal, (exit, raw) =>
    appError('sshCommandFailed', raw || `sh ended with ${exit}`, {
      operation: 'shell',
      raw,
      params: { exit: exit ?? -1 },
    }),
  );
  stream.on('error', () => undefined); // whoever reads hears of it
  return await answerOf(stream, input, signal);
}
