/** npm start: the desktop window, or within ten seconds the same window in a browser, saying why. Flags go to the program. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../bootstrap.mjs';
import { buildAll } from '../bundle.ts';
import { fail, say } from '../machine/say.ts';
import { openPage, tunnelHint } from './browser.ts';
import { electronExecutable, hasDisplay, runDesktop, whyNoDesktop } from './desktop.ts';
import { fetchElectron } from './electronRuntime.ts';

const flags = process.argv.slice(2);
/** Flags of the launcher itself; the others are the program's. `--wait-for-runtime` is quickstart's. */
const own = ['--no-open', '--browser', '--wait-for-runtime'] as const;
const [noOpen, browserOnly, waitForRuntime] = own.map((flag) => flags.includes(flag));
const programFlags = flags.filter((flag) => !own.some((one) => one === flag));

/** Shows the desktop window until it is closed; answers its exit code, or why there is none, as the rest of a sentence. */
async function desktop(): Promise<{ readonly code: number } | { readonly why: string }> {
  if (browserOnly) return { why: 'you asked for it' };
  const executable = electronExecutable();
  if (hasDisplay() && executable === undefined) return await withoutRuntime();
  const why = whyNoDesktop();
  return why !== undefined || executable === undefined
    ? { why: why ?? 'there is no Electron' }
    : await runDesktop(executable, programFlags);
}

/** Fetches the runtime: in the background, for the next start, unless there is time for it now. */
async function withoutRuntime(): Promise<{ readonly code: number } | { readonly why: string }> {
  const fetching = fetchElectron();
  process.once('exit', fetching.stop);
  if (!waitForRuntime) {
    void fetching.ended.then((why) =>
      say(
        why === undefined
          ? 'The Electron runtime is there now: the next "npm start" shows the desktop window.'
          : `The Electron runtime could not be fetched: ${why}.`,
      ),
    );
    return { why: 'the Electron runtime is not installed yet; it is being fetched for the next start' };
  }
  say('Fetching the Electron runtime for the desktop window (110 MB)...');
  const why = await Promise.race([fetching.ended, sleep(fetchedWithin, 'it takes too long', { ref: false })]);
  const executable = electronExecutable();
  if (why === undefined && executable !== undefined) return await runDesktop(executable, programFlags);
  fetching.stop();
  return { why: `the Electron runtime could not be fetched: ${why ?? 'its package is broken'}` };
}

/** Of the few minutes that quickstart takes. Milliseconds. */
const fetchedWithin = 300_000;

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
  let hinted = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    say(line);
    const url = /https?:\/\/\S+/.exec(line)?.[0];
    if (url === undefined) return;
    const hint = hinted || hasDisplay() ? undefined : tunnelHint(url);
    if (hint !== undefined) say(hint);
    hinted = true;
    if (opened) return;
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
