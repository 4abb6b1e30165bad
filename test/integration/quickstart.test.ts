/**
 * `npm run quickstart` as a whole, in hosts of the lab that have libvirt and QEMU but nothing of libvirt's: neither guest, network nor
 * pool, and no daemon runs. Packages are not installed here: a host of the lab has the machine's own /usr, where they are.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveFor } from './quickstartPackages.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';

const root = join(import.meta.dirname, '../..');
/** What a wait is given up after: far more than any machine needs. Milliseconds. */
const patience = { timeoutMs: 900_000 };
const hasNamespaces = process.getuid?.() === 0;

/**
 * Each test's own host. The first has no /dev/kvm, as every host of the lab: what libvirt finds out about QEMU there is kept for other
 * labs.
 */
const hostOf = { plain: 'h1', unopenable: 'h2', hanging: 'h3', own: 'h4', stopped: 'h5' } as const;
let lab: Lab;
let apt: NodeJS.ProcessEnv = {};

/** Makes the host as a machine is on which libvirt was installed and never started. */
async function makeUnused(host: LabHost): Promise<void> {
  for (const words of ['net-destroy', 'net-undefine', 'pool-destroy', 'pool-undefine'])
    await host.virsh(words, 'default');
  await host.stopDaemon();
  // The first keeps what libvirt knows of QEMU from labs before; the others, with another KVM, are to find out for themselves.
  if (host.name !== hostOf.plain) await host.exec(['rm', '-rf', '/var/cache/libvirt/qemu']);
}

/** Starts the script, without a terminal; answers its words so far, and its end. */
function quickstart(host: LabHost, name: string, path = '') {
  const file = join(host.directory, 'run', `${name}.log`);
  const words = async (): Promise<string> => await readFile(file, 'utf8').catch(() => '');
  const argv = [process.execPath, 'build/quickstart.mjs', '--no-open', '--data-dir', '/run/data'];
  // A login of nobody's: neither display nor agent, and nothing of this user is read or written.
  const env = { ...apt, PATH: `${path}${process.env['PATH']}`, HOME: '/run/home', VIRTDECK_DATA_DIR: '/run/data' };
  const shell = `mkdir -p /run/home; cd "$1"; shift; exec "$@" >/run/${name}.log 2>&1`;
  const ended = host.exec(['sh', '-c', shell, 'sh', root, ...argv], { ...patience, env });
  const how = ended.then(
    () => 'ended well',
    (error: unknown) => String(error),
  );
  const says = async (pattern: RegExp): Promise<string> => {
    const end = how.then(async (end) => {
      const said = await words();
      if (pattern.test(said)) return said;
      throw new Error(`quickstart: ${end} before it said ${pattern}:\n${said}`);
    });
    end.catch(() => undefined);
    return await Promise.race([end, until(`${pattern}`, async () => pattern.test(await words()) && words(), patience)]);
  };
  return { how, words, says };
}

const served = /VirtDeck: (http:\/\/127\.0\.0\.1:\d+\/login\?token=\S+)/;
const urlIn = (said: string): URL => new URL(served.exec(said)?.[1] ?? 'none:');
const status = async (host: LabHost, { href }: URL): Promise<string> =>
  await host.exec(
    [process.execPath, '-e', 'fetch(process.argv[1]).then((answer) => console.log(answer.status))', href],
    patience,
  );
const system = ['virsh', '-q', '-c', 'qemu:///system'] as const;
const names = async (host: LabHost): Promise<string[]> => {
  const script = 'for w in list net-list pool-list; do virsh -q -c qemu:///system $w --all --name; done';
  return (await host.exec(['sh', '-c', script], patience))
    .split('\n')
    .map((name) => name.trim())
    .filter(Boolean);
};

/** Makes a node that is not QEMU's to use, or the machine's own. */
const makeKvm = async (host: LabHost, major: number, minor: number): Promise<string> =>
  await host.exec(['mknod', '-m', '666', '/dev/kvm', 'c', String(major), String(minor)]);
/** No driver has it: access() says yes to root, as libvirt asks, and open() fails, as in QEMU. */
const numberOfNone = [511, 511] as const;

async function expectGuest(host: LabHost, said: string, type: 'kvm' | 'qemu'): Promise<void> {
  expect(said).toMatch(/The VM "tiny" runs/);
  expect((await host.exec([...system, 'domstate', 'tiny'], patience)).trim()).toBe('running');
  expect(await host.exec([...system, 'dumpxml', 'tiny'], patience)).toContain(`<domain type='${type}'`);
  expect(await readFile(join(host.directory, 'var-log/qemu/tiny-serial.log'), 'latin1')).toMatch(/login: /);
  expect(await status(host, urlIn(said))).toBe('200');
}

const offersKvm = async (host: LabHost): Promise<boolean> =>
  (await host.exec([...system, 'capabilities'], patience)).includes("<domain type='kvm'/>");

describe.skipIf(!hasNamespaces)('npm run quickstart', { timeout: 2 * patience.timeoutMs }, () => {
  beforeAll(async () => {
    lab = await startLab({ hosts: Object.keys(hostOf).length });
    [apt] = await Promise.all([archiveFor(lab.hosts), ...lab.hosts.map(makeUnused)]);
  }, patience.timeoutMs);
  afterAll(() => lab.down());

  test.concurrent('makes a guest that shows its login prompt, and serves the window; a second time it adds nothing and leads to the running program', async () => {
    const host = lab.host(hostOf.plain);
    const first = quickstart(host, 'first');
    const said = await first.says(served);
    expect(said).not.toMatch(/\/dev\/kvm/);
    await expectGuest(host, said, 'qemu');
    expect(await names(host)).toEqual(['tiny', 'default', 'default']);
    const second = quickstart(host, 'second');
    expect(await second.how).toBe('ended well');
    const again = await second.words();
    expect(again).toMatch(/This host has VMs: nothing is added to it, and nothing started\./);
    expect(again).toMatch(/VirtDeck runs already/);
    expect(urlIn(again).origin).toBe(urlIn(said).origin);
    expect(await status(host, urlIn(again))).toBe('200');
    expect(await names(host)).toEqual(['tiny', 'default', 'default']);
  });

  test.concurrent("where /dev/kvm cannot be opened, says so in QEMU's words and emulates the guest; what libvirt lets wait is said", async () => {
    const host = lab.host(hostOf.unopenable);
    await makeKvm(host, ...numberOfNone);
    // A virsh that waits for this test with a definition, as for a busy libvirt.
    const virsh = '#!/bin/sh\ncase " $* " in *" define "*) cat /run/slow/gate ;; esac\nexec /usr/bin/virsh "$@"\n';
    await host.exec(
      ['sh', '-c', 'mkdir /run/slow; mkfifo /run/slow/gate; cat >/run/slow/virsh; chmod +x /run/slow/virsh'],
      {
        input: virsh,
      },
    );
    const run = quickstart(host, 'first', '/run/slow:');
    await run.says(/Waiting for libvirt to answer "virsh define": \d+ seconds so far/);
    expect(await run.words()).not.toMatch(served);
    await host.exec(['sh', '-c', ': >/run/slow/gate'], patience);
    const said = await run.says(served);
    expect(said).toContain(
      '/dev/kvm is there but does not work (-accel kvm: failed to initialize kvm: No such device or address): the tiny VM is emulated.',
    );
    await expectGuest(host, said, 'qemu');
  });

  test.concurrent('where libvirt offers a KVM whose guests never come up, that is found out before a guest is defined', async () => {
    const host = lab.host(hostOf.hanging);
    await makeKvm(host, ...numberOfNone);
    const emulator = `mkdir /run/emulator && cd /run/emulator && cp /usr/bin/qemu-system-x86_64 qemu-system-x86_64.real &&
      cat >qemu-system-x86_64 && chmod 755 qemu-system-x86_64 &&
      mount -t overlay overlay -o lowerdir=/run/emulator:/usr/bin /usr/bin`;
    await host.exec(['sh', '-c', emulator], {
      input: await readFile(join(import.meta.dirname, 'kvmThatHangs.py'), 'utf8'),
    });
    const said = await quickstart(host, 'first').says(served);
    expect(said).toContain(
      '/dev/kvm is there but does not work (a guest comes up sooner without it): the tiny VM is emulated.',
    );
    expect(said).not.toMatch(/did not boot/);
    expect(await offersKvm(host)).toBe(true);
    await expectGuest(host, said, 'qemu');
  });

  test
    .skipIf(!existsSync('/dev/kvm'))
    .concurrent("with this machine's own /dev/kvm, uses it unless it says that it does not work", async () => {
      const host = lab.host(hostOf.own);
      await makeKvm(host, 10, 232);
      const said = await quickstart(host, 'first').says(served);
      expect(said).not.toMatch(/did not boot/);
      const bad = said.includes('/dev/kvm is there but does not work (');
      await expectGuest(host, said, bad ? 'qemu' : 'kvm');
    });

  test.concurrent('leaves a stopped libvirt that has VMs alone where there is no terminal, and says so', async () => {
    const host = lab.host(hostOf.stopped);
    await host.startDaemon();
    await host.defineGuest({ name: 'web', kernel: 'none' });
    await host.stopDaemon();
    const said = await quickstart(host, 'first').says(served);
    expect(said).toMatch(/has VMs, but does not run, and is not started: there is no terminal to ask at/);
    await expect(host.virsh('uri')).rejects.toThrow(/connect/);
    await host.startDaemon();
    expect(await names(host)).toEqual(['web']);
  });
});
