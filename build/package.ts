/** npm run package [-- FLAGS of electron-builder]: installers for this system, as build/electron-builder.yml says. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap.mjs';
import { buildAll } from './bundle.ts';
import { fail, say } from './machine/say.ts';

/** What electron-builder says when it can't fetch Electron or one of its own tools. */
const downloadTrouble =
  /(?:cannot|failed to|unable to)\s+(?:download|resolve)|fetch failed|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|status code (?:403|404|5\d\d)/i;

function runBuilder(words: readonly string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'), ...words], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const show = (chunk: Buffer): void => {
      text = `${text}${chunk.toString()}`.slice(-20_000);
      process.stdout.write(chunk);
    };
    child.stdout.on('data', show);
    child.stderr.on('data', show);
    child.once('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

const configuration = join(root, 'build/electron-builder.yml');
if (!existsSync(configuration)) fail(`${configuration} is missing`);
await buildAll({ progress: (name, ms) => ms === undefined && say(`Building ${name}...`) });
const runtime = join(root, 'node_modules/electron/dist');
const words = [
  '--config',
  configuration,
  '--publish',
  'never',
  ...(existsSync(runtime) ? [`-c.electronDist=${runtime}`] : []),
  ...process.argv.slice(2),
];
const { code, text } = await runBuilder(words);
if (code !== 0 && downloadTrouble.test(text)) {
  fail(
    "Packaging needs the Electron runtime and electron-builder's own tools from github.com, which could not be fetched from here.\n" +
      'Run it where github.com is reachable, or give an unpacked runtime: npm run package -- --dir -c.electronDist=FOLDER',
    code,
  );
}
process.exitCode = code;
