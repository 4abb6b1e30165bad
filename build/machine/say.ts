import { spawn } from 'node:child_process';

/** A line for the person at the terminal. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Ends the script with a sentence on standard error. */
export function fail(message: string, code = 1): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** The command is killed after this time and counts as failed. */
  readonly timeoutMs?: number;
  /** true: standard streams are the script's own; false (default): nothing is shown, standard output is returned. */
  readonly show?: boolean;
  /** The program runs in this script's place: signals to end this one are passed on to it. */
  readonly inPlace?: boolean;
}

export interface CommandResult {
  /** -1: could not be started, or was killed. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** It was killed because its time was over; what it asked somebody else to do may happen all the same. */
  readonly timedOut?: true;
}

const ending = ['SIGTERM', 'SIGHUP'] as const;

/** Runs a program (no shell) to its end. Does not throw: the code tells. */
export function command(argv: readonly [string, ...string[]], options: CommandOptions = {}): Promise<CommandResult> {
  const [program, ...words] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      env: { ...process.env, ...options.env },
    });
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    if (options.inPlace) for (const signal of ending) process.on(signal, pass);
    let timedOut = false;
    const timeIsOver = (): void => {
      timedOut = true;
      child.kill('SIGKILL');
    };
    const timer = options.timeoutMs === undefined ? undefined : setTimeout(timeIsOver, options.timeoutMs);
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const end = (code: number): void => {
      clearTimeout(timer);
      for (const signal of ending) process.off(signal, pass);
      resolve({ code, stdout, stderr, ...(timedOut && code !== 0 && { timedOut }) });
    };
    child.once('error', (error) => {
      stderr += error.message;
      end(-1);
    });
    child.once('close', (code) => end(code ?? -1));
  });
}
