import { expect, test } from 'vitest';
import { installedNames, managers } from './packages.ts';

test('a package that dpkg knows but that is not installed is missing', () => {
  expect([...installedNames('apt', 'socat installed\nsshpass config-files\n')]).toEqual(['socat']);
});

test("rpm's words about packages that it does not know name none", () => {
  expect([...installedNames('dnf', 'libvirt-daemon installed\npackage qemu-kvm is not installed\n')]).toEqual([
    'libvirt-daemon',
  ]);
});

test('pacman says name and version of what is installed', () => {
  expect([...installedNames('pacman', 'libvirt 1:11.3.0-1\n')]).toEqual(['libvirt']);
});

test('every package manager installs without questions', () => {
  for (const manager of managers)
    expect(manager.install(['x']).some((word) => /^(-y|--non-interactive|--noconfirm)$/.test(word))).toBe(true);
});
