/**
 * The lab where the kernel refuses namespaces, as in most containers. The refusal is real: a seccomp filter over a process of its own. The
 * lab is imported there alone, so that this file runs on such machines too.
 */
import { spawn } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../lab/lifeline.ts';
import { run, until } from '../lab/process.ts';
import { leftovers } from './leftovers.ts';

const NOBODY = 65_534;
const asNobody = ['setpriv', '--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'] as const;
const refusing = ['/usr/bin/python3', '-IS', join(import.meta.dirname, '../lab/scripts/refuse-namespaces.py')] as const;
const isRoot = process.getuid?.() === 0;

/** Uses a lab, says what came of it, and keeps the lab until its standard input ends. */
const owner = `
  const { startLab } = await import(${JSON.stringify(new URL('../lab/lab.ts', import.meta.url).href)});
  const words = (error) => error.message;
  const lab = await startLab({ hosts: Number(process.argv[1]) });
  const [h1] = lab.hosts;
  await h1.startGuest({ name: 'web', kernel: 'none', disk: 1 });
  await h1.stopDaemon();
  const stopped = await h1.virsh('list').catch(words);
  await h1.startDaemon();
  await h1.waitForState('web', 'running');
  await lab.hosts.at(-1).defineMany(3);
  console.log(JSON.stringify({
    directory: lab.directory,
    limits: lab.limits,
    user: await h1.exec(['id', '-u']),
    stopped,
    uris: await Promise.all(lab.hosts.map((host) => host.virsh('uri'))),
    domains: await Promise.all(lab.hosts.map((host) => host.virsh('list', '--all', '--name'))),
    network: await h1.virsh('domiflist', 'web'),
    cut: await h1.cut().catch(words),
  }));
  process.stdin.resume().once('end', () => lab.down());`;

const report = z.object({
  directory: z.string(),
  limits: z.array(z.string()),
  user: z.string(),
  stopped: z.string(),
  uris: z.array(z.string()),
  domains: z.array(z.string()),
  network: z.string(),
  cut: z.string(),
});

interface Owner {
  readonly said: z.infer<typeof report>;
  /** Ends the lab as its owner would. */
  down(): Promise<void>;
  kill(): void;
}

/** Another user can't write into this one's. */
async function ownFolders(): Promise<NodeJS.ProcessEnv> {
  const folder = temporaryFolder('vd-lab-', '/tmp');
  await chown(folder, NOBODY, NOBODY);
  return { HOME: folder, TMPDIR: '/tmp', VIRTDECK_LAB_CACHE: folder };
}

/** @param become words before the command: whose the lab is, if not this user's */
async function startOwner(hosts: 1 | 2, become: readonly string[] = []): Promise<Owner> {
  const [program, ...rest] = [
    ...become,
    ...refusing,
    process.execPath,
    '--input-type=module',
    '-e',
    owner,
    String(hosts),
  ];
  const child = spawn(program, rest, {
    env: { ...process.env, ...(become.length > 0 && (await ownFolders())) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let first = '';
  for await (const line of createInterface({ input: child.stdout })) {
    first = line;
    break;
  }
  return {
    said: report.parse(JSON.parse(first)),
    down: async () => {
      child.stdin.end();
      await ended;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** What holds of every lab of session daemons. */
function expectSessionDaemons({ said }: Owner): void {
  const { directory, limits, stopped, uris, domains, network, cut } = said;
  expect(uris).toEqual(
    uris.map((_uri, index) => `qemu+unix:///session?socket=${directory}/h${index + 1}/run/libvirt/libvirt-sock`),
  );
  const names = domains.flatMap((list) => list.split('\n').filter(Boolean));
  expect(names.toSorted()).toEqual(['vm-00000', 'vm-00001', 'vm-00002', 'web']);
  expect(stopped).toContain('libvirt-sock');
  expect(network).toMatch(/\buser\b/);
  expect(limits.length).toBeGreaterThan(1);
  expect(cut).toBe(`not in a lab of session daemons: ${(limits[0] ?? '').split(': the hosts are')[0]}`);
}

/** CLONE_NEWUSER by way of clone(2), not unshare(2). */
const cloneOfUser = `
import ctypes, os, platform, signal
clone = {'x86_64': 56, 'aarch64': 220}[platform.machine()]
libc = ctypes.CDLL(None, use_errno=True)
pid = libc.syscall(clone, 0x10000000 | signal.SIGCHLD, None, None, None, None)
if pid == 0: os._exit(0)
if pid < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))`;

describe('where the kernel refuses namespaces, the lab is made of session daemons', () => {
  test('the refusal is the kernel’s', async () => {
    await expect(run([...refusing, 'unshare', '--net', 'true'])).rejects.toThrow(/not permitted/);
    await expect(run([...refusing, 'unshare', '--user', 'true'])).rejects.toThrow(/not permitted/);
    await expect(run([...refusing, 'python3', '-c', cloneOfUser])).rejects.toThrow(/not permitted/);
  });

  test('root’s are of the user nobody, as a libvirtd of root would be the machine’s own', async ({ skip }) => {
    skip(!isRoot, 'needs root');
    const lab = await startOwner(2);
    expectSessionDaemons(lab);
    expect(lab.said.uris).toHaveLength(2);
    expect(lab.said.user).toBe(String(NOBODY));
    expect(lab.said.limits[0]).toMatch(/unshare failed: Operation not permitted.*daemons of the user nobody$/);
    await lab.down();
    expect(await leftovers(lab.said.directory)).toEqual([]);
  });

  test('those of an ordinary user are of that user', async ({ skip }) => {
    if (isRoot) {
      const readable = run([...asNobody, 'test', '-r', import.meta.filename]).catch(() => 'no');
      skip((await readable) === 'no', 'the user nobody may not read this working tree');
    }
    const lab = await startOwner(1, isRoot ? asNobody : []);
    expectSessionDaemons(lab);
    expect(lab.said.user).toBe(String(isRoot ? NOBODY : process.getuid?.()));
    expect(lab.said.limits[0]).toMatch(/daemons of this user$/);
    await lab.down();
    expect(await leftovers(lab.said.directory)).toEqual([]);
  });

  test('the death of the process that started it is the end of daemons, guests and files', async () => {
    const lab = await startOwner(1);
    const { directory } = lab.said;
    expect((await stat(directory)).isDirectory()).toBe(true);
    expect((await leftovers(directory)).join('\n')).toMatch(/libvirtd[^]*qemu-system|qemu-system[^]*libvirtd/);
    lab.kill();
    await until('nothing to be left of the lab', async () => (await leftovers(directory)).length === 0);
  });
});
