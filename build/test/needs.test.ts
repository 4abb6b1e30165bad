import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../bootstrap.mjs';
import { imagesOf, needsOf } from './needs.ts';

function needs(files: Record<string, string>, file: string): string[] {
  return [...needsOf(file, (path) => files[path] ?? '')].toSorted();
}
/** Put together here, so that this file itself does not look as if it needed them. */
const importing = (path: string): string => `import { x } from '${path}';\n`;
const calling = (program: string): string => `execFileSync('${program}', ['-l']);\n`;

test('a test that imports the lab needs the lab', () => {
  const text = importing('../lab/lab.ts');
  expect(needs({ 'test/integration/a.test.ts': text }, 'test/integration/a.test.ts')).toEqual(['lab']);
});

test.each([
  importing('./sessionDaemon.ts'),
  importing('./transportSshd.ts'),
  importing('../lab/guestImages.ts'),
  calling('isoinfo'),
  calling('/usr/bin/python3'),
  calling('ssh'),
  calling('ssh-keygen'),
  calling('virsh'),
])('a test with a daemon, an sshd or another program of its own needs it, but no lab: %s', (text) => {
  expect(needs({ 'test/integration/a.test.ts': text }, 'test/integration/a.test.ts')).toEqual(['tools']);
});

test('a test without any of them needs nothing', () => {
  const text = importing('../../shared/rpc/server.ts');
  expect(needs({ 'test/integration/a.test.ts': text }, 'test/integration/a.test.ts')).toEqual([]);
});

test('what a helper of the tests needs, its users need', () => {
  const files = {
    'test/e2e/a.spec.ts': `${importing('@playwright/test')}${importing('./helpers/hosts.ts')}`,
    'test/e2e/helpers/hosts.ts': importing('../../lab/lab.ts'),
  };
  expect(needs(files, 'test/e2e/a.spec.ts')).toEqual(['browser', 'lab']);
});

test('the desktop window is tested without the browser and the lab: Electron is its own Chromium', () => {
  expect([...needsOf(join(root, 'test/e2e/electron.spec.ts'))]).toEqual([]);
  const file = (text: string): string[] => needs({ 'test/e2e/a.spec.ts': text }, 'test/e2e/a.spec.ts');
  const from = (names: string): string => `import { ${names} } from '@playwright/test';\n`;
  expect(file(from('_electron, expect, test'))).toEqual([]);
  expect(file(from('expect, test'))).toEqual(['browser']);
  expect(file(`${from('_electron, test')}${from('chromium')}`)).toEqual(['browser']);
  expect(file(from('expect').replace('import', 'export'))).toEqual(['browser']);
});

test('the images of guests that tests boot are known before', () => {
  const images = (text: string): string[] => [...imagesOf('test/integration/a.test.ts', () => text)].toSorted();
  expect(images(importing('../lab/lab.ts'))).toEqual(['guest']);
  expect(images(importing('../lab/lab.ts') + importing('../lab/bootImages.ts'))).toEqual(['boot', 'guest']);
  expect(images(importing('../../shared/rpc/server.ts'))).toEqual([]);
});

test('the lab without namespaces is tested where there is nothing else: that test needs no lab', () => {
  const file = join(root, 'test/integration/lab.session.test.ts');
  expect([...needsOf(file)]).toEqual(['tools']);
});
