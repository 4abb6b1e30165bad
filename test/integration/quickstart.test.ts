/**
 * `npm run quickstart` as a whole, in a host of the lab that has libvirt and QEMU but nothing of libvirt's: neither guest, network nor
 * pool, and no daemon runs. Packages are not installed here: a host of the lab has the machine's own /usr, where they are.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { archiveFor } from './quickstartPackages.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';

const root = join(import.meta.dirname, '../..');
/** What a wait is given up after: far more than any machine needs. Milliseconds. */
const patience = { timeoutMs: 900_000 };
const hasNamespaces = process.getuid?.() === 0;

let lab: Lab | undefined;
let apt: NodeJS.ProcessEnv = {};
afterEach(async () => {
  await lab?.down();
  lab = undefined;
});

/** A host as a machine is on which libvirt was installed and never started. */
async function unusedHost(): Promise<LabHost> {
  lab = await startLab();
  const host = lab.host('h1');
  await host.virsh('net-destroy', 'default');
  await host.virsh('net-undefine', 'default');
  await host.virsh('pool-destroy', 'default');
  await host.virsh('pool-undefine', 'default');
  await host.stopDaemon();
  apt = await archiveFor(host);
  return host;
}

/** Starts the script, without a terminal; answers its words so far, and its end. */
function quickstart(host: LabHost, name: string, ...flags: readonly string[]) {
  const file = join(host.directory, 'run', `${name}.log`);
  const words = async (): Promise<string> => await readFile(file, 'utf8').catch(() => '');
  const argv = [process.execPath, 'build/quickstart.mjs', '--no-open', '--data-dir', '/run/data', ...flags];
  // A login of nobody's: neither display nor agent, and nothing of this user is read or written.
  const env = { ...apt, PATH: process.env['PATH'], HOME: '/run/home', VIRTDECK_DATA_DIR: '/run/data' };
  const shell = `mkdir -p /run/home; cd "$1"; shift; exec "$@" >/run/${name}.log 2>&1`;
  const ended = host.exec(['sh', '-c', shell, 'sh', root, ...argv], { ...patience, env });
  const failed = ended.then(
    () => 'ended',
    (error: unknown) => String(error),
  );
  const says = async (pattern: RegExp): Promise<string> => {
    const end = failed.then(async (how) => {
      const said = await words();
      if (pattern.test(said)) return said;
      throw new Error(`quickstart ${how} before it said ${pattern}:\n${said}`);
    });
    end.catch(() => undefined);
    return await Promise.race([end, until(`${pattern}`, async () => pattern.test(await words()) && words(), patience)]);
  };
  return { ended, words, says };
}

const served = /VirtDeck: (http:\/\/127\.0\.0\.1:\d+\/login\?token=\S+)/;
const status = async (host: LabHost, url: string): Promise<string> =>
  await host.exec([process.execPath, '-e', 'fetch(process.argv[1]).then((answer) => console.log(answer.status))', url]);
const names = async (host: LabHost): Promise<string> =>
  await host.exec(
    ['sh', '-c', 'for w in list net-list pool-list; do virsh -q -c qemu:///system $w --all --name; done'],
    patience,
  );

async function isThere(host: LabHost, said: string): Promise<void> {
  expect(said).toMatch(/The VM "tiny" runs/);
  expect((await host.exec(['virsh', '-q', '-c', 'qemu:///system', 'domstate', 'tiny'], patience)).trim()).toBe(
    'running',
  );
  expect(await readFile(join(host.directory, 'var-log/qemu/tiny-serial.log'), 'latin1')).toMatch(/login: /);
  expect(await status(host, served.exec(said)?.[1] ?? '')).toBe('200');
}

describe.skipIf(!hasNamespaces)('npm run quickstart', { timeout: 2 * patience.timeoutMs }, () => {
  test('makes a guest that shows its login prompt, and serves the window; a second time it adds nothing', async () => {
    const host = await unusedHost();
    await isThere(host, await quickstart(host, 'first').says(served));
    const before = await names(host);
    const second = await quickstart(host, 'second', '--port', '0').says(served);
    expect(second).toMatch(/This host has VMs: nothing is added/);
    expect(await names(host)).toBe(before);
  });

  test('where /dev/kvm is there but cannot be opened, the guest is emulated, and why is said', async () => {
    const host = await unusedHost();
    // The number of no driver: access() says yes to root, as libvirt asks, and open() fails, as in QEMU.
    await host.exec(['mknod', '-m', '666', '/dev/kvm', 'c', '511', '511']);
    const said = await quickstart(host, 'first').says(served);
    await isThere(host, said);
    expect(said).not.toMatch(/did not boot with KVM/);
    expect(said).toMatch(/emulat/);
    expect(await host.exec(['virsh', '-c', 'qemu:///system', 'dumpxml', 'tiny'], patience)).toMatch(
      /<domain type='qemu'/,
    );
  });

  test.skipIf(!existsSync('/dev/kvm'))(
    "makes a guest with this machine's own /dev/kvm, whether or not that works",
    async () => {
      const host = await unusedHost();
      await host.exec(['mknod', '-m', '666', '/dev/kvm', 'c', '10', '232']);
      const said = await quickstart(host, 'first').says(served);
      await isThere(host, said);
      expect(said).not.toMatch(/did not boot with KVM/);
    },
  );

  test('leaves a stopped libvirt that has VMs alone where there is no terminal, and says so', async () => {
    const host = await unusedHost();
    await host.startDaemon();
    await host.defineGuest({ name: 'web', kernel: 'none' });
    await host.stopDaemon();
    const said = await quickstart(host, 'first').says(served);
    expect(said).toMatch(/has VMs, but does not run, and is not started: there is no terminal to ask at/);
    await expect(host.virsh('uri')).rejects.toThrow(/connect/);
    await host.startDaemon();
    expect((await names(host)).trim()).toBe('web');
  });
});
