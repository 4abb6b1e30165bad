import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawnBound, temporaryFolder } from '../lab/lifeline.ts';

/** The program's browser variant, running as a process of its own with a home directory of its own. */
export interface Program extends AsyncDisposable {
  /** Logs in; works once. */
  readonly oneTimeUrl: string;
  readonly home: string;
  /** The user's known_hosts in that home. */
  readonly knownHosts: string;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');

/**
 * Starts the built program (dist/) and waits for its URL.
 * @throws with everything it printed, when it ends or says no URL within two minutes
 */
export async function startProgram({ home: given }: { readonly home?: string } = {}): Promise<Program> {
  const entry = join(root, 'dist/electron/serve.js');
  if (!existsSync(entry)) throw new Error(`${entry} is missing: run "npm run build" first`);
  const home = given ?? temporaryFolder('vd-home-');
  await mkdir(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  const child = spawnBound([process.execPath, entry, '--no-open', '--port', '0', '--data-dir', join(home, 'data')], {
    env: {
      ...process.env,
      HOME: home,
      XDG_RUNTIME_DIR: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      SSH_AUTH_SOCK: '',
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    if (given === undefined) await rm(home, { recursive: true, force: true });
  };
  const giveUp = setTimeout(() => child.kill('SIGKILL'), 120_000);
  for await (const line of createInterface({ input: child.stdout })) {
    said += `${line}\n`;
    const url = line.match(/https?:\/\/\S+/)?.[0];
    if (url === undefined) continue;
    clearTimeout(giveUp);
    child.stdout.resume();
    return { oneTimeUrl: url, home, knownHosts: join(home, '.ssh/known_hosts'), stop, [Symbol.asyncDispose]: stop };
  }
  clearTimeout(giveUp);
  throw new Error(`the program ended before it said its URL:\n${said}`);
}
