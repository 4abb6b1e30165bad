import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installedNames, lastComplaint, managers, withoutServices } from './packages.ts';
import { command } from './say.ts';

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

test('every package manager leaves out what is merely recommended, but pacman, which has no such thing', () => {
  expect(Object.fromEntries(managers.map((manager) => [manager.name, manager.install(['x']).join(' ')]))).toEqual({
    apt: 'apt-get install -y -q --no-install-recommends x',
    dnf: 'dnf install -y --setopt=install_weak_deps=False x',
    zypper: 'zypper --non-interactive install --no-recommends x',
    pacman: 'pacman -S --noconfirm --needed x',
  });
});

test('package lists that cannot be read are told in apt’s own words', () => {
  const words = `W: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Temporary failure resolving 'deb.debian.org'
W: Some index files failed to download. They have been ignored, or old ones used instead.
`;
  expect(lastComplaint(words)).toMatch(/^Failed to fetch .* Temporary failure resolving 'deb.debian.org'$/);
  expect(lastComplaint('')).toBeUndefined();
});

describe('while packages are installed', () => {
  const policy = (): string => join(mkdtempSync(join(tmpdir(), 'virtdeck-policy-')), 'policy-rc.d');

  test('they start no service, and afterwards they may again', async () => {
    const file = policy();
    const ran = await command(withoutServices(['sh', file], file));
    expect(ran.code).toBe(101);
    expect(existsSync(file)).toBe(false);
  });

  test("the administrator's own policy stays", async () => {
    const file = policy();
    writeFileSync(file, 'exit 104\n');
    expect((await command(withoutServices(['sh', file], file))).code).toBe(104);
    expect(readFileSync(file, 'utf8')).toBe('exit 104\n');
  });

  test('Ctrl+C leaves nothing behind', async () => {
    const file = policy();
    const [program, ...words] = withoutServices(['sh', '-c', 'echo started; sleep 60'], file);
    const child = spawn(program, words, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    expect(existsSync(file)).toBe(true);
    process.kill(-(child.pid ?? 0), 'SIGINT'); // the whole group, as a terminal does
    await once(child, 'exit');
    expect(existsSync(file)).toBe(false);
  });
});
