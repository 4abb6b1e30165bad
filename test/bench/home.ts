/** A home of its own for this process, with the host keys it trusts: nobody is asked and the user's own files are left alone. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Home extends AsyncDisposable {
  readonly path: string;
}

export async function makeHome(knownHosts: string): Promise<Home> {
  const path = await mkdtemp(join(tmpdir(), 'virtdeck-bench-'));
  await mkdir(join(path, '.ssh'), { mode: 0o700 });
  await writeFile(join(path, '.ssh/known_hosts'), knownHosts, { mode: 0o600 });
  const before = process.env['HOME'];
  process.env['HOME'] = path;
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      if (before === undefined) delete process.env['HOME'];
      else process.env['HOME'] = before;
      await rm(path, { recursive: true, force: true });
    },
  };
}
