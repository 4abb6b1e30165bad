/** npm start: the desktop window, or within ten seconds the same window in a browser, saying why. Flags go to the program. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../bootstrap.mjs';
import { buildAll } from '../bundle.ts';
import { fail, say } from '../machine/say.ts';
import { openPage } from './browser.ts';
import { electronExecutable, hasDisplay, runDesktop, whyNoDesktop } from './desktop.ts';

const flags = process.argv.slice(2);
/** Flags of the launcher itself; the others are the program's. */
const [noOpen, browserOnly] = [flags.includes('--no-open'), flags.includes('--browser')];
const programFlags = flags.filter((flag) => flag !== '--no-open' && flag !== '--browser');

/** Shows the desktop window until it is closed; answers its exit code, or why there is none. */
async function desktop(): Promise<{ readonly code: number } | { readonly why: string }> {
  const why = browserOnly ? 'you asked for it' : whyNoDesktop();
  const executable = electronExecutable();
  return why !== undefined || executable === undefined
    ? { why: why ?? 'there is no Electron' }
    : runDesktop(executable, programFlags);
}

/** Serves the window on this machine until it is ended; opens it as soon as the server says where. */
function browser(): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'dist/electron/serve.js'), '--no-open', ...programFlags],
    {
      stdio: ['inherit', 'pipe', 'inherit'],
    },
  );
  let opened = noOpen || !hasDisplay();
  createInterface({ input: child.stdout }).on('line', (line) => {
    say(line);
    const url = /https?:\/\/\S+/.exec(line)?.[0];
    if (url === undefined || opened) return;
    opened = true;
    void openPage(url).then((done) =>
      say(done ? 'Opening it in a browser...' : 'Open it in a browser on this machine.'),
    );
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 0)));
}

try {
  await buildAll({ progress: (name, ms) => ms === undefined && say(`Building ${name}...`) });
} catch (error) {
  fail(`The build failed: ${error instanceof Error ? error.message : String(error)}`);
}
const ended = await desktop();
if ('why' in ended) say(`VirtDeck runs in a browser window, because ${ended.why}.`);
process.exitCode = 'why' in ended ? await browser() : ended.code;
