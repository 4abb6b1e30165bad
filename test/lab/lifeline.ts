/** Processes and folders that don't outlive this process, even where it is killed with SIGKILL. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const python = '/usr/bin/python3';
const script = join(import.meta.dirname, 'scripts/lifeline.py');
/** Other systems have no subreaper: there, and without Python, nothing but an orderly end cleans up. */
const hasLifelines = (): boolean => process.platform === 'linux' && existsSync(python);

export interface BoundOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** User and group whose number it is; only for root. */
  readonly uid?: number;
}

/**
 * The words that run a program bound to whoever holds the other end of its standard input: it, and every process it starts, ends with
 * that. Undefined where that is not possible.
 */
export function boundWords(argv: readonly [string, ...string[]], uid?: number): [string, ...string[]] | undefined {
  const user = uid === undefined ? [] : ['--user', String(uid)];
  return hasLifelines() ? [python, '-IS', script, 'run', ...user, ...argv] : undefined;
}

/**
 * Runs a program with empty standard input. It, and every process it starts, daemons too, ends when this process ends or dies; what it
 * leaves running when it ends by itself is ended then. Signals and exit codes pass through. Standard output and error are to be read.
 */
export function spawnBound(
  argv: readonly [string, ...string[]],
  { env = process.env, uid }: BoundOptions = {},
): ChildProcessWithoutNullStreams {
  const [lifeline, ...bound] = boundWords(argv, uid) ?? [];
  if (lifeline !== undefined) return spawn(lifeline, bound, { env, detached: true });
  const [program, ...words] = argv;
  const child = spawn(program, words, { env, detached: true, ...(uid !== undefined && { uid, gid: uid }) });
  child.stdin.end();
  return child;
}

let keeper: ChildProcessWithoutNullStreams | undefined;

/** A new empty folder `<parent>/<prefix>XXXXXX` (parent: the system's folder for temporary files) that is gone after this process. */
export function temporaryFolder(prefix: string, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, prefix));
  if (!hasLifelines()) return folder;
  keeper ??= startKeeper();
  keeper.stdin.write(`${folder}\n`);
  return folder;
}

function startKeeper(): ChildProcessWithoutNullStreams {
  const child = spawn(python, ['-IS', script, 'folders'], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  child.unref(); // it waits for this process, not the other way round
  for (const stream of [child.stdin, child.stdout, child.stderr])
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
  return child;
}
