import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/lab/lifeline.ts';
import { command } from '../machine/say.ts';
import { ensureDefaults } from './defaults.ts';
import { bootWithWhatWorks, offerOf, tinyDefinition, type Boot } from './guest.ts';
import { daemonsToStart, guestPackages, hasGuestsOnDisk, hypervisorPackages, refuses } from './hypervisor.ts';
import { markHost } from './mark.ts';
import { rootShell } from './shell.ts';
import { listed, virshOf } from './virsh.ts';

test('KVM is tried before emulation, and only what the host offers for the architecture', () => {
  const arch = (name: string, ...types: readonly string[]): string =>
    `<arch name='${name}'><emulator>/bin/${name}</emulator>${types.map((type) => `<domain type='${type}'/>`).join('')}</arch>`;
  const capabilities = arch('i686', 'qemu', 'kvm') + arch('x86_64', 'qemu', 'kvm') + arch('aarch64', 'qemu');
  expect(offerOf(capabilities, 'x86_64')).toEqual({ types: ['kvm', 'qemu'], emulator: '/bin/x86_64' });
  expect(offerOf(capabilities, 'aarch64')).toEqual({ types: ['qemu'], emulator: '/bin/aarch64' });
  expect(offerOf('<capabilities/>', 'x86_64')).toEqual({ types: [], emulator: undefined });
});

test('the tiny guest is of the type and architecture asked for', () => {
  for (const [type, arch] of [
    ['kvm', 'x86_64'],
    ['qemu', 'aarch64'],
  ] as const) {
    const domain = tinyDefinition(type, arch);
    expect(domain.attribute('type')).toBe(type);
    expect(domain.child('os')?.child('type')?.attribute('arch')).toBe(arch);
  }
});

test('where libvirtd is installed it is started, with virtlogd before it; else the modular daemons', () => {
  expect(daemonsToStart(() => true)).toEqual(['virtlogd', 'libvirtd']);
  expect(daemonsToStart((name) => ['virtqemud', 'virtlogd', 'virtnetworkd'].includes(name))).toEqual([
    'virtlogd',
    'virtnetworkd',
    'virtqemud',
  ]);
});

test('a machine with both whose systemd starts the modular daemons keeps those', () => {
  const modular = daemonsToStart(
    () => true,
    (name) => name === 'virtqemud',
  );
  expect(modular).toContain('virtqemud');
  expect(modular).not.toContain('libvirtd');
  expect(
    daemonsToStart(
      () => true,
      () => true,
    ),
  ).toEqual(['virtlogd', 'libvirtd']);
});

test('a daemon that refuses this user is told from one that does not run', () => {
  expect(refuses("error: Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied")).toBe(true);
  expect(refuses('error: internal error: Unable to get system bus connection: Could not connect')).toBe(true);
  expect(refuses('error: authentication unavailable: no polkit agent available to authenticate action')).toBe(true);
  expect(refuses("error: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory")).toBe(
    false,
  );
});

test('every package manager has libvirt, virsh, QEMU for the architecture, and what builds the guest', () => {
  const x64 = Object.fromEntries(Object.entries(hypervisorPackages).map(([name, of]) => [name, of('x64').join(' ')]));
  expect(x64).toEqual({
    apt: 'libvirt-daemon-system libvirt-clients qemu-system-x86 qemu-utils dnsmasq-base iptables',
    dnf: 'libvirt-daemon-kvm libvirt-daemon-config-network libvirt-client qemu-kvm qemu-img',
    zypper: 'libvirt-daemon-qemu libvirt-client qemu-x86 qemu-tools dnsmasq',
    pacman: 'libvirt qemu-base dnsmasq',
  });
  expect(hypervisorPackages.apt('arm64')).toContain('qemu-system-arm');
  expect(hypervisorPackages.zypper('arm64')).toContain('qemu-arm');
  for (const packages of Object.values(guestPackages)) {
    expect(packages).toContain('cpio');
    expect(packages).toContain('kmod');
  }
  // Only apt can fetch a kernel and busybox without installing them.
  for (const name of ['dnf', 'zypper', 'pacman'] as const) expect(guestPackages[name].join(' ')).toMatch(/busybox/);
});

describe('the first guest', () => {
  /** A libvirt that notes what is asked of it; `late`: these verbs are done, but not answered in time at first. */
  const host = (...late: string[]) => {
    const asked: string[] = [];
    const uuids = new Set<string>();
    const virsh = async (...words: readonly string[]) => {
      const [verb = ''] = words;
      asked.push(verb);
      const xml = verb === 'define' ? readFileSync(words[1] ?? '', 'utf8') : '';
      if (verb === 'define') asked.push(/type=["'](\w+)/.exec(xml)?.[1] ?? '');
      uuids.add(/<uuid>(.*)<\/uuid>/.exec(xml)?.[1] ?? words[1] ?? '');
      if (late.includes(verb)) {
        late.splice(late.indexOf(verb), 1);
        return { code: -1, stdout: '', stderr: `${verb} had no answer`, timedOut: true } as const;
      }
      return { code: 0, stdout: '', stderr: '' };
    };
    return { asked, uuids, virsh };
  };
  const boot = (types: Boot['types'], ...answers: (string | undefined)[]): Boot => ({
    types,
    arch: 'x86_64',
    prepare: async () => undefined,
    whyNoPrompt: async () => answers.shift(),
  });

  test('that does not boot with KVM is made anew with emulation', async () => {
    const { asked, virsh } = host();
    expect(await bootWithWhatWorks(virsh, boot(['kvm', 'qemu'], 'no prompt'))).toEqual({ type: 'qemu' });
    expect(asked.join(' ')).toBe('define kvm start destroy undefine list define qemu start');
  });

  test('that boots with KVM is left so', async () => {
    const { asked, virsh } = host();
    expect(await bootWithWhatWorks(virsh, boot(['kvm', 'qemu']))).toEqual({ type: 'kvm' });
    expect(asked).toEqual(['define', 'kvm', 'start']);
  });

  test('that boots with nothing is removed, and the reason is told', async () => {
    const { asked, virsh } = host();
    expect(await bootWithWhatWorks(virsh, boot(['qemu'], 'no login prompt'))).toMatchObject({
      problem: 'no login prompt',
    });
    expect(asked.slice(-3)).toEqual(['destroy', 'undefine', 'list']);
    expect(await bootWithWhatWorks(virsh, boot([]))).toMatchObject({ problem: expect.stringMatching(/no QEMU/) });
  });

  test('is one and the same where libvirt did not answer in time and is asked again', async () => {
    const { asked, uuids, virsh } = host('define', 'start');
    expect(await bootWithWhatWorks(virsh, boot(['qemu']))).toEqual({ type: 'qemu' });
    expect(asked).toEqual(['define', 'qemu', 'define', 'qemu', 'start', 'start']);
    expect(uuids.size).toBe(1);
  });
});

test.skipIf(process.platform === 'win32')(
  'a guest is there in the end, once, where virsh was killed and libvirt went on without it',
  async () => {
    const folder = temporaryFolder('virtdeck-virsh-');
    // The first definition and the first start are done, and never answered.
    const script = `#!/bin/sh
[ "$1 $2 $3" = "-q -c qemu:///system" ] || exit 9
cd "${folder}" && shift 3 && echo "$1" >>asked
case $1 in
define) grep '<uuid>' "$2" >>defined; [ -e late-define ] || { : >late-define; exec sleep 600; } ;;
start) [ ! -e running ] || { echo 'Domain is already active' >&2; exit 1; }
  : >running; [ -e late-start ] || { : >late-start; exec sleep 600; } ;;
domstate) echo running ;;
esac
`;
    writeFileSync(join(folder, 'virsh'), script, { mode: 0o755 });
    const virsh = virshOf(
      {
        as: 'root',
        run: async (argv) => {
          const late = ['define', 'start'].some(
            (verb) => argv.includes(verb) && !existsSync(join(folder, `late-${verb}`)),
          );
          // A call that will have no answer gets little time; the others get what a busy machine may need.
          return await command(argv, {
            timeoutMs: late ? 3000 : 60_000,
            env: { PATH: `${folder}:${process.env['PATH']}` },
          });
        },
      },
      3000,
    );
    const boot = {
      types: ['qemu'],
      arch: 'x86_64',
      prepare: async () => undefined,
      whyNoPrompt: async () => undefined,
    } as const;
    expect(await bootWithWhatWorks(virsh, boot)).toEqual({ type: 'qemu' });
    expect(readFileSync(join(folder, 'asked'), 'utf8').split('\n')).toEqual([
      'define',
      'define',
      'start',
      'start',
      'domstate',
      '',
    ]);
    expect(new Set(readFileSync(join(folder, 'defined'), 'utf8').trim().split('\n')).size).toBe(1);
    rmSync(folder, { recursive: true });
  },
);

test('a call that is ended because it takes too long says that libvirt may still do it', async () => {
  const shell = {
    as: 'root',
    run: async () => ({ code: -1, stdout: '', stderr: '', timedOut: true }) as const,
  } as const;
  const done = await virshOf(shell, 2000)('define', 'x.xml');
  expect(done).toMatchObject({ timedOut: true });
  expect(done.stderr).toBe('"virsh define" had no answer after 2 seconds and was ended; libvirt may still do it');
});

test('where libvirt cannot list what there is, nothing is taken for absent', async () => {
  const asked: string[] = [];
  const virsh = async (...words: readonly string[]) => {
    asked.push(words[0] ?? '');
    return { code: 1, stdout: '', stderr: 'error: no connection\n' };
  };
  expect(await listed(virsh, 'list')).toEqual({ problem: 'error: no connection' });
  expect(await ensureDefaults(virsh, true)).toEqual([
    'default network: error: no connection',
    'default pool: error: no connection',
  ]);
  expect(asked).toEqual(['list', 'net-list', 'pool-list']);
});

test.skipIf(process.getuid?.() !== 0)(
  'a stopped libvirt with definitions, or guests that still run, has VMs',
  async () => {
    const shell = await rootShell(false);
    const top = temporaryFolder('virtdeck-root-');
    expect(await hasGuestsOnDisk(shell, [top])).toBe(false);
    mkdirSync(join(top, 'libvirt/qemu/networks'), { recursive: true });
    writeFileSync(join(top, 'libvirt/qemu/networks/default.xml'), '');
    expect(await hasGuestsOnDisk(shell, [top])).toBe(false);
    writeFileSync(join(top, 'libvirt/qemu/web.xml'), '');
    expect(await hasGuestsOnDisk(shell, [top])).toBe(true);
    rmSync(top, { recursive: true });
  },
);

test("marking a host keeps other hosts' marks, in a file that only the user reads", async () => {
  const folder = temporaryFolder('virtdeck-mark-');
  await markHost('qemu:///system', 'qemu', folder);
  const file = await markHost('qemu:///session', 'kvm', folder);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    'qemu:///system': { defaultDomainType: 'qemu' },
    'qemu:///session': { defaultDomainType: 'kvm' },
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
