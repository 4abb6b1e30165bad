import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

const names = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
  'vivaldi',
];

/** Where browsers of the Chromium family, which can show a page as a window of its own, are found. */
function candidates(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(
      (folder) => folder !== undefined,
    );
    return folders.flatMap((folder) => [
      `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
      `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
    ]);
  }
  return names.flatMap((name) => (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)));
}

/** The file of a program, by its path or by its name in PATH. */
const programFile = (name: string, env: NodeJS.ProcessEnv): string | undefined =>
  (isAbsolute(name) ? [name] : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))).find((file) =>
    existsSync(file),
  );

const namesSandbox = (text: string): boolean => /\b(?:snap|flatpak)\b/.test(text);

/** Whether a program is a snap or a flatpak, or a script that starts one, as Ubuntu's /usr/bin/firefox is. */
function isSandboxed(file: string): boolean {
  return namesSandbox(realpathSync(file)) || namesSandbox(scriptText(file));
}

/** The text of a script; of a compiled program, which may be large, nothing. */
function scriptText(file: string): string {
  const start = Buffer.alloc(2);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, start);
  } finally {
    closeSync(opened);
  }
  return start.toString('latin1') === '#!' ? readFileSync(file, 'utf8') : '';
}

/**
 * Whether xdg-open, given a file, leads to the same browser as given a URL (it may be an editor that opens HTML), and that one can read
 * the file. False where that cannot be found out.
 */
function systemBrowserReadsFiles(env: NodeJS.ProcessEnv): boolean {
  const [forUrl, forFile] = ['x-scheme-handler/http', 'text/html'].map((type) => {
    const words = spawnSync('xdg-mime', ['query', 'default', type], { env, encoding: 'utf8', timeout: 5000 });
    return words.stdout?.trim() ?? '';
  });
  if (!forUrl || forUrl !== forFile) return false;
  const own = env['XDG_DATA_HOME'] ?? join(env['HOME'] ?? '', '.local/share');
  const entry = [own, ...(env['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(':')]
    .map((folder) => join(folder, 'applications', forUrl))
    .find((file) => existsSync(file));
  if (entry === undefined || namesSandbox(realpathSync(entry))) return false;
  const starts = /^Exec=(.*)$/m.exec(readFileSync(entry, 'utf8'))?.[1] ?? '';
  const program = programFile(starts.split(' ')[0]?.replaceAll('"', '') ?? '', env);
  return !namesSandbox(starts) && program !== undefined && !isSandboxed(program);
}

export interface Opener {
  readonly argv: readonly [string, ...string[]];
  /** Whether it can read a file in the temporary folder: a snap has one of its own, a flatpak sees none. */
  readonly readsFiles: boolean;
}

/** How a page is opened here: as an app window where possible, else by the system's own opener. `page` is a URL. */
export function opener(
  page: string,
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  asRoot = process.getuid?.() === 0,
): Opener | undefined {
  // Chromium refuses to run as root with its sandbox, and without it no page should be opened.
  const browser = asRoot ? undefined : candidates(platform, env).find((file) => existsSync(file));
  if (browser !== undefined) return { argv: [browser, `--app=${page}`], readsFiles: !isSandboxed(browser) };
  if (platform === 'darwin') return { argv: ['open', page], readsFiles: true };
  if (platform === 'win32') return { argv: ['cmd', '/c', 'start', '', page], readsFiles: true };
  const xdg = programFile('xdg-open', env);
  return xdg === undefined ? undefined : { argv: [xdg, page], readsFiles: systemBrowserReadsFiles(env) };
}

/**
 * Opens a one-time URL. Where the browser can read it, it is handed over in a file that only this user can read: an argument list is
 * open to every user of the machine. A browser in a sandbox (snap, flatpak) sees no file of ours, whatever its folder, and has no other
 * way in than its arguments: there the URL, good for one browser only, is in them. Answers false where nothing can open it.
 */
export async function openPage(url: string): Promise<boolean> {
  const direct = opener(url);
  if (!direct) return false;
  const folder = direct.readsFiles ? await mkdtemp(join(tmpdir(), 'virtdeck-open-')) : undefined;
  const page = folder === undefined ? undefined : join(folder, 'open.html');
  if (page !== undefined) await writeFile(page, redirect(url), { mode: 0o600 });
  const [program, ...words] = (page === undefined ? direct : opener(`file://${page}`))?.argv ?? direct.argv;
  const started = await new Promise<boolean>((resolve) => {
    const child = spawn(program, words, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
    child.unref();
  });
  if (folder !== undefined) setTimeout(() => void rm(folder, { recursive: true, force: true }), 30_000).unref();
  return started;
}

/** A page that goes on to the URL. */
export function redirect(url: string): string {
  const safe = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${safe}"><title>VirtDeck</title>`;
}

/** For who sits at another machine and is here by SSH: the way to a port of this machine's loopback. */
export function tunnelHint(url: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const server = env['SSH_CONNECTION']?.split(' ')[2];
  const { port, hostname } = new URL(url);
  if (!server || hostname !== '127.0.0.1') return undefined;
  return `You are here by SSH: on your own machine "ssh -L ${port}:127.0.0.1:${port} ${env['USER'] ?? 'root'}@${server}" makes it reachable.`;
}
