import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bootWithWhatWorks, domainTypes, tinyDefinition } from './guest.ts';
import { daemonsToStart, guestPackages, hypervisorPackages, refuses } from './hypervisor.ts';
import { markHost } from './mark.ts';

test('KVM is tried before emulation, and only what the host offers', () => {
  const qemu = "<domain type='qemu'/>";
  expect(domainTypes(`${qemu}<domain type='kvm'/>`)).toEqual(['kvm', 'qemu']);
  expect(domainTypes(qemu)).toEqual(['qemu']);
  expect(domainTypes('<capabilities/>')).toEqual([]);
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
  /** A host with these domain types; it notes what is asked of it. */
  const host = (...types: readonly string[]) => {
    const asked: string[] = [];
    const virsh = async (...words: readonly string[]) => {
      asked.push(words[0] ?? '');
      if (words[0] === 'define') asked.push(/type=["'](\w+)/.exec(readFileSync(words[1] ?? '', 'utf8'))?.[1] ?? '');
      const stdout = words[0] === 'capabilities' ? types.map((type) => `<domain type='${type}'/>`).join('') : '';
      return { code: 0, stdout, stderr: '' };
    };
    return { asked, virsh };
  };

  test('that has not booted with KVM after ten seconds is made anew with emulation', async () => {
    const { asked, virsh } = host('kvm', 'qemu');
    const waited: number[] = [];
    const made = await bootWithWhatWorks(virsh, async (withinMs) => waited.push(withinMs) > 1);
    expect(made).toEqual({ type: 'qemu' });
    expect(waited[0]).toBe(10_000);
    expect(asked).toEqual(['capabilities', 'define', 'kvm', 'start', 'destroy', 'undefine', 'define', 'qemu', 'start']);
  });

  test('that boots with KVM is left so', async () => {
    const { asked, virsh } = host('kvm', 'qemu');
    expect(await bootWithWhatWorks(virsh, async () => true)).toEqual({ type: 'kvm' });
    expect(asked).toEqual(['capabilities', 'define', 'kvm', 'start']);
  });

  test('that boots with nothing is removed, and the reason is told', async () => {
    const { asked, virsh } = host('qemu');
    expect(await bootWithWhatWorks(virsh, async () => false)).toMatchObject({
      problem: expect.stringMatching(/login/),
    });
    expect(asked.slice(-2)).toEqual(['destroy', 'undefine']);
    expect(await bootWithWhatWorks(host().virsh, async () => true)).toMatchObject({
      problem: expect.stringMatching(/no QEMU/),
    });
  });
});

test("marking a host keeps other hosts' marks, in a file that only the user reads", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtdeck-mark-'));
  await markHost('qemu:///system', 'qemu', folder);
  const file = await markHost('qemu:///session', 'kvm', folder);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    'qemu:///system': { defaultDomainType: 'qemu' },
    'qemu:///session': { defaultDomainType: 'kvm' },
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
