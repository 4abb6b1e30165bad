/** Runs one test runner to its end, or to the end of the time that all of them have; nothing that it started stays. */
import { spawn } from 'node:child_process';
import { boundWords } from '../../test/lab/lifeline.ts';

export interface RunnerOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Aborts when the time is over or the person at the terminal has had enough. */
  readonly signal: AbortSignal;
}

export type RunnerEnd = { readonly kind: 'ended'; readonly code: number } | { readonly kind: 'stopped' };

/**
 * The runner and whatever it starts, daemons too, are a group of their own that ends with the runner, with the signal, and with this
 * process. Standard output and error are this process's own.
 */
export function runToEnd(
  argv: readonly [string, ...string[]],
  { cwd, env, signal }: RunnerOptions,
): Promise<RunnerEnd> {
  if (signal.aborted) return Promise.resolve({ kind: 'stopped' });
  const bound = boundWords(argv);
  const [program, ...words] = bound ?? argv;
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd, env, detached: true, stdio: ['pipe', 'inherit', 'inherit'] });
    const stop = (): void => {
      if (bound) child.stdin.end(); // the lifeline
      else if (child.pid !== undefined) killGroup(child.pid);
    };
    signal.addEventListener('abort', stop, { once: true });
    const end = (code: number): void => {
      signal.removeEventListener('abort', stop);
      resolve(signal.aborted ? { kind: 'stopped' } : { kind: 'ended', code });
    };
    child.once('error', () => end(-1));
    child.once('close', (code) => end(code ?? -1));
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended meanwhile
  }
}
