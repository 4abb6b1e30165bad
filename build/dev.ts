/**
 * npm run dev [-- FLAGS of the program]: the browser variant from its sources. Vite serves the window and reloads it as its sources
 * change; the program starts again when one of its own does. Ctrl+C ends both.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer } from 'vite';
import { root } from './bootstrap.mjs';
import { openPage } from './launch/browser.ts';
import { hasDisplay } from './launch/desktop.ts';
import { fail, say } from './machine/say.ts';

const flags = process.argv.slice(2);
let opened = flags.includes('--no-open') || !hasDisplay();

// Pages come through the program, which keeps one origin; only Vite's own reload channel goes straight to Vite.
const vite = await createServer({
  configFile: join(root, 'build/vite.config.ts'),
  server: { host: '127.0.0.1', hmr: { host: '127.0.0.1' } },
});
await vite.listen();
const windowUrl = vite.resolvedUrls?.local[0] ?? fail('Vite does not say where it listens');

const node = ['--disable-warning=ExperimentalWarning', '--watch', '--watch-preserve-output'];
const program = spawn(
  process.execPath,
  [...node, join(root, 'electron/serve.ts'), '--renderer-url', windowUrl, '--no-open', ...flags],
  { stdio: ['inherit', 'pipe', 'inherit'] },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => program.kill(signal));
const ended = new Promise<number>((resolve) => program.once('exit', (code) => resolve(code ?? 0)));
for await (const line of createInterface({ input: program.stdout })) {
  say(line);
  const url = /https?:\/\/\S+/.exec(line)?.[0];
  if (url === undefined || opened) continue;
  opened = true;
  await openPage(url);
}
await vite.close();
process.exitCode = await ended;
