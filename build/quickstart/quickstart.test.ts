import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { domainTypes, tinyDefinition } from './guest.ts';
import { daemonsToStart, hypervisorPackages } from './hypervisor.ts';
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

test('every package manager has libvirt, QEMU for the architecture, and what builds the guest', () => {
  for (const packages of Object.values(hypervisorPackages)) {
    const names = packages('x64').join(' ');
    expect(names).toMatch(/libvirt/);
    expect(names).toMatch(/qemu/);
    expect(names).toMatch(/cpio/);
  }
  expect(hypervisorPackages.apt('arm64')).toContain('qemu-system-arm');
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
