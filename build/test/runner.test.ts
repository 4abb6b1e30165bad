import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../test/lab/lifeline.ts';
import { runToEnd } from './runner.ts';

const options = { cwd: '/', env: process.env, signal: new AbortController().signal };
const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

test('the exit code of a runner is answered', async () => {
  expect(await runToEnd(['sh', '-c', 'exit 3'], options)).toEqual({ kind: 'ended', code: 3 });
});

test('a runner that is not there is one that failed', async () => {
  const end = await runToEnd(['/no/such/runner'], options);
  expect(end).toMatchObject({ kind: 'ended' });
  expect(end).not.toMatchObject({ code: 0 });
});

test('a runner is not started when the time is over already', async () => {
  const file = join(temporaryFolder('vd-runner-'), 'started');
  const end = await runToEnd(['touch', file], { ...options, signal: AbortSignal.abort('the time is over') });
  expect(end).toEqual({ kind: 'stopped' });
  expect(existsSync(file)).toBe(false);
});

test.skipIf(process.platform !== 'linux')('a runner that is stopped goes with all that it started', async () => {
  const file = join(temporaryFolder('vd-runner-'), 'pids');
  const stop = new AbortController();
  const script = `sleep 1000 & echo $! >${file}.new; echo $$ >>${file}.new; mv ${file}.new ${file}; wait`;
  const ended = runToEnd(['sh', '-c', script], { ...options, signal: stop.signal });
  await vi.waitFor(() => expect(existsSync(file)).toBe(true), { timeout: 30_000 });
  const pids = readFileSync(file, 'utf8').trim().split('\n').map(Number);
  expect(pids.map(isAlive)).toEqual([true, true]);
  stop.abort('the time is over');
  expect(await ended).toEqual({ kind: 'stopped' });
  await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), { timeout: 30_000 });
});
