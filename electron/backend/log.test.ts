import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLog } from './log.ts';
import { temporaryFolder } from '../../test/lab/lifeline.ts';

async function logged(
  write: (log: ReturnType<typeof openLog>) => void,
): Promise<{ readonly text: string; readonly mode: number }> {
  const directory = temporaryFolder('virtdeck-log-');
  const log = openLog(directory);
  write(log);
  await log.close();
  const file = join(directory, 'virtdeck.log');
  return { text: await readFile(file, 'utf8'), mode: (await stat(file)).mode & 0o777 };
}

test('one line of JSON per entry, readable by its user only', async () => {
  const { text, mode } = await logged((log) => {
    log.info('one');
    log.error('two', { host: 'h1' });
  });
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { level: 'info', message: 'one' },
    { level: 'error', message: 'two', host: 'h1' },
  ]);
  expect(mode).toBe(0o600);
});

test('secrets are not written, under whatever name or in whatever URI they come', async () => {
  const { text } = await logged((log) =>
    log.warn('refused', {
      password: 'hunter2',
      answers: ['hunter2'],
      nested: { passphrase: 'hunter2', uri: 'qemu+ssh://root:hunter2@h1/system' },
    }),
  );
  expect(text).not.toContain('hunter2');
  expect(text).toContain('qemu+ssh://root:[redacted]@h1/system');
});
