import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bootstrap.mjs';

/** The Electron executable, if it is there. Looks at files only: asking the module "electron" would start a download. */
export function electronExecutable(tree = root, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = join(tree, 'node_modules/electron');
  const name = existsSync(join(folder, 'path.txt'))
    ? readFileSync(join(folder, 'path.txt'), 'utf8').trim()
    : 'electron';
  const dist = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist');
  return existsSync(join(dist, name)) ? join(dist, name) : undefined;
}

export function hasDisplay(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  return platform === 'win32' || platform === 'darwin' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
}

/** Why there can be no desktop window, as the rest of a sentence; undefined: nothing speaks against it. */
export function whyNoDesktop(
  tree = root,
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (!hasDisplay(platform, env)) return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  return electronExecutable(tree, env) === undefined ? 'the Electron runtime is not installed' : undefined;
}

/** A window that has not ended in trouble after this time has come up. Milliseconds. */
const comesUpWithin = 8000;

/**
 * Runs the desktop program until it ends. Answers its exit code, or, if it ends in trouble before it came up, why, so that the
 * browser variant can take over.
 */
export function runDesktop(
  executable: string,
  flags: readonly string[],
): Promise<{ readonly code: number } | { readonly why: string }> {
  return new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(executable, [root, ...flags], { stdio: ['inherit', 'inherit', 'pipe'] });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      words = `${words}${chunk.toString()}`.slice(-4000);
      if (performance.now() - start > comesUpWithin) process.stderr.write(chunk);
    });
    child.once('error', (error) => resolve({ why: `Electron could not be started: ${error.message}` }));
    child.once('exit', (code, signal) => {
      const early = performance.now() - start < comesUpWithin;
      if (early && code !== 0)
        resolve({ why: `Electron ended at once: ${lastWords(words) || (signal ?? `exit code ${code}`)}` });
      else resolve({ code: code ?? 1 });
    });
  });
}

/** Chromium's last line of complaint without its prefix of process, time and place. */
export function lastWords(text: string): string {
  const line =
    text
      .trim()
      .split('\n')
      .findLast((one) => one.trim() !== '') ?? '';
  return line.replace(/^\[[^\]]*\]\s*/, '').trim();
}
