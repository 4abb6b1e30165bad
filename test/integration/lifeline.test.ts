/** Nothing that tests start outlives them, however they end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run, startLab, until } from '../lab/lab.ts';
import { spawnBound, temporaryFolder } from '../lab/lifeline.ts';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Tells it from a later process with the same number. */
  readonly born: string;
}

function processes(): Process[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.flatMap((number) => {
    try {
      const [, pid, name, state, rest] =
        /^(\d+) \((.*)\) (.) (.*)/.exec(readFileSync(`/proc/${number}/stat`, 'utf8')) ?? [];
      const fields = rest?.split(' ') ?? [];
      if (state === 'Z') return []; // it has ended; nobody has looked yet
      return [{ pid: Number(pid), name: name ?? '', parent: Number(fields[0]), born: fields[18] ?? '' }];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}

function descendants(pid: number): Process[] {
  const all = processes();
  const found = all.filter(({ parent }) => parent === pid);
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid));
  return found;
}

const alive = (those: readonly Process[]): Process[] =>
  processes().filter((one) => those.some(({ pid, born }) => pid === one.pid && born === one.born));

/** Starts one of everything that tests start, says its folders, and waits for its end. */
const owner = `
  const at = (path) => import(${JSON.stringify(new URL('../', import.meta.url).href)} + path);
  const { startLab, run } = await at('lab/lab.ts');
  const { spawnBound, temporaryFolder } = await at('lab/lifeline.ts');
  const { SshWorld } = await at('integration/transportSshd.ts');
  const { startSessionDaemon } = await at('integration/sessionDaemon.ts');
  const { writeFile } = await import('node:fs/promises');

  const lab = await startLab();
  await lab.host('h1').startGuest({ name: 'left', kernel: 'none' });
  await lab.host('h1').delay(10);
  await lab.host('h1').authenticate('polkit');

  const world = await SshWorld.open();
  await world.sshd();
  await world.agent();

  const daemon = await startSessionDaemon();
  const file = daemon.directory + '/domain.xml';
  await writeFile(file, "<domain type='qemu'><name>left</name><memory>16384</memory><os><type arch='x86_64'>hvm</type></os></domain>");
  await run(['virsh', '-c', 'qemu+unix:///session?socket=' + daemon.socket, 'create', file]);

  const data = temporaryFolder('vd-left-');
  const serve = ${JSON.stringify(join(import.meta.dirname, '../../electron/serve.ts'))};
  const program = spawnBound([process.execPath, serve, '--no-open', '--port', '0', '--data-dir', data]);
  await new Promise((resolve) => program.stdout.once('data', resolve));

  console.log(JSON.stringify([lab.directory, world.directory, daemon.directory, data]));
  setInterval(() => {}, 1000);`;

test('a run that is killed leaves no process and no folder of all that tests start', { timeout: 180_000 }, async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', owner], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const folders: unknown = JSON.parse(String(value));
  if (!Array.isArray(folders)) throw new Error('no folders');
  const started = descendants(child.pid ?? 0);
  const names = new Set(started.map(({ name }) => name));
  for (const name of ['sshd', 'ssh-agent', 'libvirtd', 'qemu-system-x86', 'socat', 'dbus-daemon', 'polkitd', 'python3'])
    expect(names).toContain(name);
  expect(folders.filter((folder) => existsSync(folder))).toHaveLength(4);

  child.kill('SIGKILL');
  await until('the end of all processes', async () => alive(started).length === 0, { timeoutMs: 90_000 });
  await until('the end of all folders', async () => !folders.some((folder) => existsSync(folder)), {
    timeoutMs: 60_000,
  });
});

test(
  'what is left of a lab whose own script was killed, the next lab removes, and no other',
  { timeout: 120_000 },
  async () => {
    const killed = await startLab();
    await using living = await startLab();
    const script = Number(await run(['pgrep', '-o', '-f', `run.sh ${killed.directory} `]));
    const started = [...descendants(script), ...processes().filter(({ pid }) => pid === script)];
    process.kill(script, 'SIGKILL');
    await until('the end of its processes', async () => alive(started).length === 0);
    expect(existsSync(killed.directory)).toBe(true);
    await using _next = await startLab();
    expect(existsSync(killed.directory)).toBe(false);
    const cgroups = ['.', ...readdirSync('/sys/fs/cgroup')].map((name) =>
      join('/sys/fs/cgroup', name, basename(killed.directory)),
    );
    expect(cgroups.filter((cgroup) => existsSync(cgroup))).toEqual([]);
    expect(await living.host('h1').exec(['hostname'])).toBe('h1');
    await killed.down();
  },
);

describe('a program with a lifeline', () => {
  const sh = (script: string) => spawnBound(['sh', '-c', script]);

  test('passes on its exit code and the signal that ended it', async () => {
    expect(await once(sh('exit 3'), 'exit')).toEqual([3, null]);
    expect(await once(sh('kill -TERM $$'), 'exit')).toEqual([null, 'SIGTERM']);
    expect(await once(spawnBound(['/no/such/program']), 'exit')).toEqual([127, null]);
  });

  test('gets the signals that are sent to it', async () => {
    const child = sh('trap "exit 7" USR2; echo ready; while :; do sleep .05; done');
    await once(child.stdout, 'data');
    child.kill('SIGUSR2');
    expect(await once(child, 'exit')).toEqual([7, null]);
  });

  test.runIf(process.getuid?.() === 0)('runs as the user that is named, without the groups of root', async () => {
    const child = spawnBound(['id'], { uid: 65_534 });
    const [said] = await once(child.stdout, 'data');
    expect(String(said)).toMatch(/^uid=65534\S* gid=65534\S* groups=65534\S*\n$/);
  });

  test('that is ended has its folders and labs removed by who keeps them', async () => {
    const words = `
      const at = (path) => import(${JSON.stringify(new URL('../lab/', import.meta.url).href)} + path);
      const { temporaryFolder } = await at('lifeline.ts');
      const { startLab } = await at('lab.ts');
      console.log(JSON.stringify([temporaryFolder('vd-left-'), (await startLab()).directory]));
      setInterval(() => {}, 1000);`;
    const child = spawnBound([process.execPath, '--input-type=module', '-e', words]);
    const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    const folders: unknown = JSON.parse(String(value));
    if (!Array.isArray(folders)) throw new Error('no folders');
    expect(folders.map((folder) => existsSync(folder))).toEqual([true, true]);
    child.stdin.end();
    await once(child, 'exit');
    expect(folders.map((folder) => existsSync(folder))).toEqual([false, false]);
  });

  const daemon = 'setsid sleep 1000 & echo $!';
  const ended = (those: readonly Process[]): Promise<true> =>
    until('the end of all', async () => alive(those).length === 0);

  test('takes its daemons with it when it ends, and when its owner lets go of the lifeline', async () => {
    for (const end of [
      (child: ChildProcess) => void child.kill('SIGTERM'),
      (child: ChildProcess) => void child.stdin?.destroy(),
    ]) {
      const child = sh(`${daemon}; wait`);
      await once(child.stdout, 'data');
      const started = descendants(child.pid ?? 0);
      expect(started.length).toBeGreaterThan(1);
      end(child);
      await once(child, 'exit');
      await ended(started);
    }
  });

  test('goes when its lifeline itself is killed', async () => {
    const child = spawnBound(['sh', '-c', 'echo ready; exec sleep 1000']);
    await once(child.stdout, 'data');
    const [program] = descendants(child.pid ?? 0);
    if (program === undefined) throw new Error('no program');
    child.kill('SIGKILL');
    expect(await ended([program])).toBe(true);
  });

  test('a temporary folder is there until the end', () => {
    expect(existsSync(temporaryFolder('vd-test-'))).toBe(true);
  });
});
