import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/lab/lifeline.ts';
import { isInstalled, root } from './bootstrap.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-win32': { version: '2.0.0', optional: true },
  },
};

test('dependencies are there when every package is, whenever the files were written; those of other systems may be absent', () => {
  expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
});

test('a package that is missing or of another version is installed', () => {
  expect(isInstalled(lock, { packages: {} })).toBe(false);
  expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '0.9.0' } } })).toBe(false);
  const other = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-win32': { version: '1.0.0' } };
  expect(isInstalled(lock, { packages: other })).toBe(false);
});

test.skipIf(process.platform === 'win32')(
  'a script is told to end, ends in its own way, and its exit code is passed on',
  async () => {
    const script = join(temporaryFolder('vd-bootstrap-'), 'script.ts');
    writeFileSync(
      script,
      `setInterval(() => undefined, 1000);
     process.on('SIGTERM', () => { console.log('cleaned up'); process.exit(7); });
     console.log('started');`,
    );
    const start = `import { runTypeScript } from ${JSON.stringify(join(root, 'build/bootstrap.mjs'))};
    runTypeScript(${JSON.stringify(relative(root, script))});`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', start], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      if (line === 'started') child.kill('SIGTERM');
    }
    expect(said).toEqual(['started', 'cleaned up']);
    expect(await ended).toEqual([7, null]);
  },
);
