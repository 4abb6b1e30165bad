import { execFile } from 'node:child_process';

/** What takes longer is broken, on a busy machine too. */
const PATIENCE_MS = 120_000;

export interface RunOptions {
  /** The command is killed after this many milliseconds (120,000). */
  readonly timeoutMs?: number;
  /** Text for its standard input, which is empty otherwise. */
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** A command that failed: `message` has its words, `code` its exit code (-1: killed or could not be started). */
export class CommandError extends Error {
  readonly code: number;
  readonly stderr: string;

  constructor(argv: readonly string[], code: number, stderr: string, cause: unknown) {
    super(`${argv.join(' ')}: exit code ${code}: ${stderr.trim()}`, { cause });
    this.name = 'CommandError';
    this.code = code;
    this.stderr = stderr;
  }
}

/** Runs a program (no shell) and returns what it wrote on standard output, without the last line end. Throws CommandError. */
export function run(argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<string> {
  const [program, ...words] = argv;
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      words,
      {
        timeout: options.timeoutMs ?? PATIENCE_MS,
        killSignal: 'SIGKILL',
        maxBuffer: 256 * 1024 * 1024,
        ...(options.env && { env: options.env }),
        ...(options.signal && { signal: options.signal }),
      },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout.replace(/\n$/, ''));
        else
          reject(
            new CommandError(argv, typeof error.code === 'number' ? error.code : -1, stderr || error.message, error),
          );
      },
    );
    child.stdin?.on('error', () => undefined); // a program may end without reading all of its input: its exit code tells
    child.stdin?.end(options.input ?? '');
  });
}

/**
 * Asks again every `everyMs` until the answer is neither undefined nor false; throws after `timeoutMs`, naming what was waited for.
 * An error of the question ends the wait.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  { timeoutMs = PATIENCE_MS, everyMs = 50 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs / 1000} s in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
