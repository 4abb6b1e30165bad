// What must run before there are dependencies: Node's own modules only, and nothing newer than Node 20.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules/.bin');

/** Runs `npm ci` if node_modules is missing or older than the lockfile. Ends the process where that fails. */
export function ensureDependencies() {
  const lock = join(root, 'package-lock.json');
  const stamp = join(root, 'node_modules/.virtdeck-lock');
  const hidden = join(root, 'node_modules/.package-lock.json');
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const known = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  const newer = existsSync(hidden) && statSync(hidden).mtimeMs >= statSync(lock).mtimeMs;
  if (existsSync(hidden) && (known || newer)) return;
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    fail(
      'node_modules is a link and does not match package-lock.json: npm ci would empty the folder that it leads to. Remove the link, or run npm ci there.',
    );
  }
  console.log('Installing the dependencies (npm ci)...');
  // npm must not run on the Node inside the folder that it replaces.
  const path = (process.env.PATH ?? '').split(delimiter).filter((part) => part !== bin);
  const env = { ...process.env, PATH: path.join(delimiter) };
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) fail(`npm ci failed${done.error ? `: ${done.error.message}` : ''}`);
  writeFileSync(stamp, hash);
}

/** The Node that runs TypeScript and has node:sqlite: the one among the dependencies, else this one. */
export function modernNode() {
  const own = join(root, `node_modules/node-linux-${process.arch}/bin/node`);
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  fail(`VirtDeck's scripts need Node 22.18 or newer; this is ${process.version}`);
}

/** Runs a TypeScript file with the arguments of this process, in its place: same standard streams, same exit code. */
export function runTypeScript(file) {
  const node = modernNode();
  const env = { ...process.env, PATH: [bin, process.env.PATH ?? ''].join(delimiter) };
  const done = spawnSync(node, ['--disable-warning=ExperimentalWarning', join(root, file), ...process.argv.slice(2)], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  if (done.error) fail(`${node} could not be started: ${done.error.message}`);
  process.exitCode = done.status ?? 1;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
