// What must run before there are dependencies: Node's own modules only, and nothing newer than Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules/.bin');

// Of warnings npm has a screenful about the Node that runs it, which is not the one that runs the dependencies.
const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
// By itself npm tries for two minutes, without a word, where there is no network.
const givesUpSoon = ['--fetch-retries=4', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

/** Runs `npm ci` if node_modules lacks what the lockfile says. Ends the process where that fails. */
export function ensureDependencies() {
  const lock = join(root, 'package-lock.json');
  const hidden = join(root, 'node_modules/.package-lock.json'); // npm's own note of what it installed
  const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
  if (existsSync(hidden) && isInstalled(read(lock), read(hidden))) return;
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    fail(
      'node_modules is a link and does not match package-lock.json: npm ci would empty the folder that it leads to. Remove the link, or run npm ci there.',
    );
  }
  console.log('Installing the dependencies (npm ci; a minute or two)...');
  // npm must not run on the Node inside the folder that it replaces.
  const path = (process.env.PATH ?? '').split(delimiter).filter((part) => part !== bin);
  const env = { ...process.env, PATH: path.join(delimiter) };
  const done = spawnSync('npm', ['ci', ...quietly, ...givesUpSoon], {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (done.error) fail(`npm could not be started: ${done.error.message}`);
  if (done.status !== 0)
    fail(
      'The dependencies could not be installed (npm ci); npm says above why. They come from its registry: is there a network?',
    );
}

/** Whether what was installed is what the lockfile says, but for packages of other systems. */
export function isInstalled(lock, hidden) {
  return Object.entries(lock.packages).every(([path, { version, optional }]) => {
    const found = hidden.packages[path];
    return path === '' || (found === undefined ? optional === true : found.version === version);
  });
}

/** The Node that runs TypeScript and has node:sqlite: the one among the dependencies, else this one. */
export function modernNode() {
  const own = join(root, `node_modules/node-linux-${process.arch}/bin/node`);
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  fail(`VirtDeck's scripts need Node 22.18 or newer; this is ${process.version}`);
}

/** Runs a TypeScript file with the arguments of this process, in its place: same standard streams, signals and exit code. */
export function runTypeScript(file, args = process.argv.slice(2)) {
  const node = modernNode();
  const env = { ...process.env, PATH: [bin, process.env.PATH ?? ''].join(delimiter) };
  const words = ['--disable-warning=ExperimentalWarning', join(root, file), ...args];
  const script = spawn(node, words, { cwd: root, env, stdio: 'inherit' });
  // The script may have to clean up: its end is waited for. Ctrl+C reaches it from the terminal, other signals only through this process.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => script.kill(signal));
  script.once('error', (error) => fail(`${node} could not be started: ${error.message}`));
  script.once('exit', (code) => (process.exitCode = code ?? 1));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
