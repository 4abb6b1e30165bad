import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { run, startLab, testDriverFile, until, type Lab, type LabHost } from '../lab/lab.ts';
import { leftovers } from './leftovers.ts';

let lab: Lab;
let h1: LabHost;

beforeAll(async () => {
  lab = await startLab({ hosts: 2 });
  h1 = lab.host('h1');
});
afterAll(() => lab.down());

/** Keeps the user's own known_hosts and settings out of it. */
const sshOptions = ['-F', 'none', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-q'];

const ssh = (host: LabHost, command: string): Promise<string> =>
  run(['ssh', ...sshOptions, '-i', lab.key, '-p', String(host.sshPort), host.sshTarget, command]);

/** For virsh, which can't be told options of ssh: a program that adds them. */
async function sshProgram(): Promise<string> {
  const file = join(lab.directory, 'ssh');
  await writeFile(file, `#!/bin/sh\nexec ssh ${sshOptions.join(' ')} "$@"\n`, { mode: 0o755 });
  return file;
}

/** Milliseconds from connecting to the forwarded port until sshd's greeting: one round trip on the link and a bit. */
async function greetingMs(host: LabHost): Promise<number> {
  const start = performance.now();
  await new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port: host.sshPort });
    socket.once('data', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', reject);
  });
  return performance.now() - start;
}

describe('hosts', () => {
  test('each host is reached over ssh through its own port', async () => {
    expect(await ssh(h1, 'hostname')).toBe('h1');
    expect(await ssh(lab.host('h2'), 'hostname')).toBe('h2');
  });

  test('each host is reached by every kind of URI from outside', async () => {
    expect(await run(['virsh', '-q', '-c', h1.uri('unix'), 'hostname'])).toContain('h1');
    expect(await run(['virsh', '-q', '-c', h1.uri('tcp'), 'hostname'])).toContain('h1');
    const ssh = `${h1.uri('ssh')}&command=${await sshProgram()}`;
    expect(await run(['virsh', '-q', '-c', ssh, 'hostname'])).toContain('h1');
    expect(
      await run(['virsh', '-q', '-c', `${h1.uri('tls')}?pkipath=${join(lab.directory, 'pki')}`, 'hostname']),
    ).toContain('h1');
  });

  test('hosts are told apart by UUID, and offer emulation only', async () => {
    const [one, two] = await Promise.all(lab.hosts.map((host) => host.virsh('capabilities')));
    const uuid = (capabilities: string | undefined): string | undefined =>
      capabilities?.match(/<uuid>(.*?)<\/uuid>/)?.[1];
    expect(uuid(one)).not.toBe(uuid(two));
    expect(one).toContain("<domain type='qemu'/>");
    expect(one).not.toContain("<domain type='kvm'/>");
  });

  test('a host has its default network and storage pool, running', async () => {
    expect(await h1.virsh('net-list', '--name')).toContain('default');
    expect(await h1.virsh('pool-list', '--name')).toContain('default');
    expect(lab.limits).toEqual([]);
  });

  test('thousands of domains for measurements: defined on a host, or of the test driver', async () => {
    await lab.host('h2').defineMany(200);
    expect((await lab.host('h2').virsh('list', '--all', '--name')).trim().split('\n')).toHaveLength(200);
    const file = join(lab.directory, 'test.xml');
    await testDriverFile(200, file);
    const names = await run([
      'virsh',
      '-q',
      '-c',
      `test+unix://${file}?socket=${h1.socket}`,
      'list',
      '--all',
      '--name',
    ]);
    expect(names.trim().split('\n')).toHaveLength(200);
  });
});

describe('guests', () => {
  test('boot from files that the host sees, wherever the working tree lies: /root and /home are its own', async () => {
    await h1.defineGuest({ name: 'seen' });
    const files = [...(await h1.virsh('dumpxml', 'seen')).matchAll(/<(?:kernel|initrd)>(.*?)</g)].map(
      ([, file]) => file ?? '',
    );
    expect(files).toHaveLength(2);
    for (const file of files) expect(file.startsWith(h1.directory)).toBe(true);
    await h1.exec(['ls', ...files]);
    await h1.virsh('undefine', 'seen');
  });

  beforeAll(async () => {
    await h1.startGuest({ name: 'cloud', kernel: 'cloud', vnc: { socket: true } });
    await h1.startGuest({ name: 'tiny', disk: 16 });
  });

  test('the tiny guest boots to a login prompt and gets a lease', async () => {
    expect(await h1.waitForSerial('tiny')).toContain('tiny login: ');
    expect(await h1.waitForLease('tiny')).toMatch(/^192\.168\.122\./);
  });

  test('the cloud guest has an agent that answers', async () => {
    await h1.waitForSerial('cloud');
    expect(await h1.virsh('qemu-agent-command', 'cloud', '{"execute":"guest-ping"}')).toContain('return');
    expect(await h1.virsh('domdisplay', 'cloud')).toContain('vnc+unix://');
    await h1.virsh('destroy', 'cloud');
  });

  test('a guest outlives its daemon', async () => {
    await h1.stopDaemon();
    await expect(h1.virsh('list')).rejects.toThrow(/libvirt-sock/);
    await h1.startDaemon();
    await h1.waitForState('tiny', 'running');
  });

  test('the tiny guest shuts down by ACPI', async () => {
    await h1.virsh('shutdown', 'tiny');
    await h1.waitForState('tiny', 'shut off');
    expect(await h1.virsh('domstate', '--reason', 'tiny')).toContain('shutdown');
  });
});

describe('faults', () => {
  test('a libvirtd that crashes is started again, as systemd would, and that is noted', async () => {
    const notes = join(h1.directory, 'crashes');
    await h1.exec(['sh', '-c', 'kill -SEGV "$(cat /run/libvirtd.pid)"']);
    const noted = await until('the note', async () => await readFile(notes, 'utf8').catch(() => undefined));
    expect(noted).toMatch(/^\d\d:\d\d:\d\d\n$/);
    await until('libvirtd is back', async () =>
      h1.virsh('uri').then(
        () => true,
        () => false,
      ),
    );
    await rm(notes); // it was no fault
  });

  test('the delay asked for is on the link, and gone afterwards', async () => {
    await h1.delay(100);
    expect(await greetingMs(h1)).toBeGreaterThan(190); // handshake and greeting: two trips there and back
    await h1.undelay();
    expect(await lab.client(['ip', '-o', 'link', 'show', 'v1'])).toContain('master lan');
    expect(await ssh(h1, 'hostname')).toBe('h1');
  });

  test('a cut link carries nothing until it is restored', async () => {
    await h1.cut();
    await expect(lab.client(['ping', '-c', '1', '-W', '1', h1.address])).rejects.toThrow(/exit code 1/);
    await h1.restore();
    await lab.client(['ping', '-c', '1', '-W', '60', h1.address]);
  });

  test('a hung daemon accepts and stays silent until it is resumed', async () => {
    await h1.hangDaemon();
    let resumed = false;
    const listed = run(['virsh', '-c', h1.uri('unix'), 'list']).then(() => resumed);
    for (let others = 0; others < 3; others++) await run(['virsh', '-c', lab.host('h2').uri('unix'), 'list']); // asked later, answered
    resumed = true;
    await h1.resumeDaemon();
    expect(await listed).toBe(true);
  });

  test('a changed host key is another key', async () => {
    const before = await h1.hostKey();
    await h1.changeHostKey();
    expect(await h1.hostKey()).not.toBe(before);
    expect(await run(['ssh-keyscan', '-t', 'ed25519', '-p', String(h1.sshPort), '127.0.0.1'])).toContain(
      await h1.hostKey(),
    );
  });

  test('the daemon asks for SASL and polkit when told to', async () => {
    await h1.authenticate('sasl');
    await expect(run(['virsh', '-q', '-c', h1.uri('unix'), 'list'])).rejects.toThrow(/authentication failed/i);
    await h1.authenticate('polkit');
    expect(await ssh(h1, 'virsh -q -c qemu:///system hostname')).toBe('h1');
    await h1.authenticate('none');
    await h1.virsh('list');
  });
});

describe('the end', () => {
  test('down leaves no process, no cgroup and no file', async () => {
    const other = await startLab();
    await other.host('h1').startGuest({ name: 'left' });
    await other.down();
    await expect(leftovers(other.directory)).resolves.toEqual([]);
  });

  test('the death of the process that started it is the end of a lab', async () => {
    const module = join(import.meta.dirname, '../lab/lab.ts');
    const script = `const { startLab } = await import(${JSON.stringify(module)}); const lab = await startLab();
      await lab.host('h1').startGuest({ name: 'left', kernel: 'none' }); console.log(lab.directory); setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void owner.kill('SIGKILL')); // if it failed before: a lab left behind would keep this run from ending
    const directory = await new Promise<string>((resolve) =>
      owner.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
    );
    expect(await leftovers(directory)).not.toEqual([]);
    owner.kill('SIGKILL');
    await until('nothing to be left of the lab', async () => (await leftovers(directory)).length === 0);
  });
});
