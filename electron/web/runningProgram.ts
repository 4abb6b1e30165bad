/**
 * One program per data directory: a later start asks the running one, over a local socket that only this user may use, for pages of
 * its window, each as a one-time URL. There is no secret to keep and no process number to mistake.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { StartRequest } from '../shell/commandLine.ts';

const request = z.object({ connect: z.string().optional(), showDomainConsole: z.string().optional() });
/** One line of JSON each. */
const answer = z.union([z.object({ url: z.string() }), z.object({ complaint: z.string() })]);
export type RunningAnswer = z.infer<typeof answer>;

/** Answers what is asked of the running program, piece by piece. */
export type Answering = (asked: StartRequest, signal: AbortSignal) => AsyncIterable<RunningAnswer>;

export interface FirstProgram {
  readonly kind: 'first';
  /** From now on requests are answered; those that came before have waited. */
  ready(answering: Answering): void;
  close(): void;
}

export interface LaterProgram {
  readonly kind: 'later';
  readonly answers: readonly RunningAnswer[];
}

/** The longest path of a socket, with its end: macOS takes 104 bytes, Linux 108. */
const longestPath = 103;

/** Where the socket of a data directory is; undefined: its path is too long for one. */
export function socketPath(dataDir: string, platform: NodeJS.Platform = process.platform): string | undefined {
  const directory = resolve(dataDir);
  if (platform === 'win32')
    return `\\\\.\\pipe\\virtdeck-${createHash('sha256').update(directory.toLowerCase()).digest('hex').slice(0, 32)}`;
  const path = join(directory, 'serve.sock');
  return Buffer.byteLength(path) > longestPath ? undefined : path;
}

/**
 * Becomes the program of this data directory, or asks the one that runs and waits for its answers. `onAnswer` is told each as it comes.
 * Where there can be no socket, every program is the first.
 */
export async function firstOrLater(
  dataDir: string,
  asked: StartRequest,
  onAnswer: (answer: RunningAnswer) => void,
): Promise<FirstProgram | LaterProgram> {
  const path = socketPath(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (path === undefined) return { kind: 'first', ready: () => undefined, close: () => undefined };
  for (;;) {
    const found = await underLock(dataDir, async () => (await reach(path)) ?? (await listenAt(path)));
    if (!('write' in found)) return serveAt(found);
    const answers = await ask(found, asked, onAnswer);
    // None: it has ended before it was ready, so that this one may be the first.
    if (answers.length > 0) return { kind: 'later', answers };
  }
}

/**
 * Of two starts at the same instant, one looks and listens before the other looks: else both could find a socket that a crash left,
 * and the second remove the first's new one. SQLite's lock is the system's own, so a crash lets go of it.
 */
async function underLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = new DatabaseSync(join(dataDir, 'serve.lock'), { timeout: 30_000 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return await work();
  } finally {
    lock.close();
  }
}

/** The connection to whoever listens; undefined: nobody does, whatever file a crash has left. */
async function reach(path: string): Promise<Socket | undefined> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return undefined;
  }
}

async function listenAt(path: string): Promise<Server> {
  if (process.platform !== 'win32') await rm(path, { force: true });
  const server = createServer();
  const before = process.umask(0o077); // the socket is made at once, before listen() returns
  server.listen(path);
  process.umask(before);
  await once(server, 'listening');
  if (process.platform !== 'win32') await chmod(path, 0o600);
  return server;
}

function serveAt(server: Server): FirstProgram {
  let ready: (answering: Answering) => void = () => undefined;
  const answering = new Promise<Answering>((done) => (ready = done));
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => undefined); // who asked has gone
    void answerOne(socket, answering).finally(() => socket.end());
  });
  return {
    kind: 'first',
    ready,
    close: () => {
      server.close(); // removes the socket
      for (const socket of open) socket.destroy();
    },
  };
}

async function answerOne(socket: Socket, answering: Promise<Answering>): Promise<void> {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  const lines = createInterface({ input: socket });
  const line: unknown = await new Promise((done) => {
    lines.once('line', done);
    lines.once('close', done);
  });
  if (typeof line !== 'string') return;
  const asked = request.safeParse(JSON.parse(line)).data;
  if (asked === undefined) return;
  const { connect: uri, showDomainConsole } = asked;
  const wanted = {
    ...(uri !== undefined && { connect: uri }),
    ...(showDomainConsole !== undefined && { showDomainConsole }),
  };
  for await (const one of (await answering)(wanted, gone.signal)) socket.write(`${JSON.stringify(one)}\n`);
}

async function ask(
  socket: Socket,
  asked: StartRequest,
  onAnswer: (answer: RunningAnswer) => void,
): Promise<RunningAnswer[]> {
  socket.on('error', () => undefined); // it has ended meanwhile
  socket.write(`${JSON.stringify(asked)}\n`);
  const answers: RunningAnswer[] = [];
  for await (const line of createInterface({ input: socket })) {
    const one = answer.parse(JSON.parse(line));
    answers.push(one);
    onAnswer(one);
  }
  return answers;
}
