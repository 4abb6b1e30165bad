import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../bootstrap.mjs';

export interface Fetching {
  /** Resolves with why the runtime could not be had, or undefined when it is there. */
  readonly ended: Promise<string | undefined>;
  stop(): void;
}

/** Fetches the Electron runtime (about 110 MB) with the package's own script: npm runs no install scripts here. */
export function fetchElectron(script = join(root, 'node_modules/electron/install.js')): Fetching {
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words = `${words}${chunk.toString()}`.slice(0, 10_000)));
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : complaint(words) || (signal ?? `exit code ${code}`)),
    );
  });
  return { ended, stop: () => void child.kill() };
}

/** What Node's report of an error says, with what caused it, without the stack. */
export function complaint(text: string): string {
  const says = [...text.matchAll(/(?:^|cause[^\n]*: )(?:\w*Error|AggregateError[^:\n]*): ([^\n{]+)/gm)].map(
    ([, said]) => (said ?? '').trim(),
  );
  const code = /\bcode: '(\w+)'/.exec(text)?.[1];
  return (
    [...new Set([...says, ...(code === undefined ? [] : [code])])].join(', ') || (text.trim().split('\n')[0] ?? '')
  );
}
