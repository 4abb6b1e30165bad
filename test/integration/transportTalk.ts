/** What tests of transports say: answers to their questions, and bytes that come back. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppError } from '../../shared/errors.ts';
import type { Asker, HostKeyPrompt } from '../../electron/libvirt/transport/transport.ts';

/** Waits until something is so; a failure counts as "not yet". */
export async function until<T>(what: () => Promise<T> | T, ms = 10_000): Promise<NonNullable<T>> {
  const end = performance.now() + ms;
  for (;;) {
    try {
      const found = await what();
      if (found) return found;
      if (performance.now() > end) throw new Error(`still not so after ${ms} ms: ${String(what)}`);
    } catch (thrown) {
      if (performance.now() > end) throw thrown;
    }
    await sleep(20);
  }
}

/** An answerer that writes down what it was asked; what a test doesn't expect to be asked fails. */
export interface Answers extends Asker {
  readonly asked: string[];
  readonly hostKeys: HostKeyPrompt[];
}

export function answering(given: Partial<Asker> = {}): Answers {
  const asked: string[] = [];
  const hostKeys: HostKeyPrompt[] = [];
  const unexpected = (what: string) => (): Promise<never> => Promise.reject(new Error(`asked for ${what}`));
  const noted =
    <Prompt extends object, Answer>(name: string, answer: (question: Prompt, signal: AbortSignal) => Promise<Answer>) =>
    (question: Prompt, signal: AbortSignal): Promise<Answer> => {
      asked.push(name);
      return answer(question, signal);
    };
  const hostKey = given.hostKey ?? (() => Promise.resolve(true));
  return {
    asked,
    hostKeys,
    hostKey: noted('hostKey', (question: HostKeyPrompt, signal) => {
      hostKeys.push(question);
      return hostKey(question, signal);
    }),
    passphrase: noted('passphrase', given.passphrase ?? unexpected('passphrase')),
    password: noted('password', given.password ?? unexpected('password')),
    keyboardInteractive: noted('keyboardInteractive', given.keyboardInteractive ?? unexpected('keyboardInteractive')),
    sasl: noted('sasl', given.sasl ?? unexpected('sasl')),
  };
}

/** The error that a promise rejects with, as data. */
export async function failure(promise: Promise<unknown>): Promise<AppError['data']> {
  try {
    await promise;
  } catch (thrown) {
    return (thrown as AppError).data ?? { code: 'internal', message: String(thrown) };
  }
  throw new Error('it succeeded');
}

/** A UNIX socket or port that gives back what it gets. */
export async function echo(at: string | number, log: Socket[] = []): Promise<Server> {
  const server = createServer((socket) => {
    log.push(socket);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  if (typeof at === 'string') server.listen(at);
  else server.listen(at, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Writes and reads until as much has come back. */
export async function roundTrip(stream: NodeJS.ReadWriteStream, text: string): Promise<string> {
  let back = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const look = (chunk: Buffer): void => {
    back += chunk.toString();
    if (back.length >= text.length) resolve(back);
  };
  const end = (): void => reject(new Error(`the stream ended after "${back}"`));
  stream.on('data', look).on('error', reject).on('end', end);
  try {
    stream.write(text);
    return await promise;
  } finally {
    stream.off('data', look).off('error', reject).off('end', end);
  }
}
