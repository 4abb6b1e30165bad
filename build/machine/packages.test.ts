import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../../test/lab/lifeline.ts';
import { installedNames, lastComplaint, managers, wasInterrupted, withoutServices } from './packages.ts';
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
    apt: 'apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends x',
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

function folder(): string {
  const path = temporaryFolder('virtdeck-policy-');
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test('dpkg was interrupted when its journal has entries that were not carried out', () => {
  const journal = folder();
  expect(wasInterrupted(journal)).toBe(false);
  writeFileSync(join(journal, 'tmp.i'), ''); // is there in between
  expect(wasInterrupted(journal)).toBe(false);
  writeFileSync(join(journal, '0001'), '');
  expect(wasInterrupted(journal)).toBe(true);
  expect(wasInterrupted(join(journal, 'none'))).toBe(false);
});

describe('while packages are installed', () => {
  const policy = (): string => join(folder(), 'policy-rc.d');

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

  /**
   * Starts an installation that goes on until it is killed; answers it once its policy is there. `exec`, as dash (0.5.12) loses a
   * SIGINT that comes while it starts a program.
   */
  async function installing(file: string) {
    const [program, ...words] = withoutServices(['sh', '-c', 'echo started; exec sleep 60'], file);
    const child = spawn(program, words, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    const end = (): void => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
    };
    onTestFinished(end);
    await once(child.stdout, 'data');
    return { child, end };
  }

  test('Ctrl+C leaves nothing behind', async () => {
    const file = policy();
    const { child } = await installing(file);
    expect(existsSync(file)).toBe(true);
    process.kill(-(child.pid ?? 0), 'SIGINT'); // the whole group, as a terminal does
    await once(child, 'exit');
    expect(existsSync(file)).toBe(false);
  });

  test('a policy of ours whose maker was killed is replaced, and goes', async () => {
    const file = policy();
    const { child, end } = await installing(file);
    end();
    await once(child, 'exit');
    const left = readFileSync(file, 'utf8');
    const ran = await command(withoutServices(['cat', file], file));
    expect(ran.stdout).toMatch(/VirtDeck[^\n]* \d+ \d+\nexit 101\n$/);
    expect(ran.stdout).not.toBe(left);
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test('a policy of ours whose maker lives is left to it: the second installation waits, and has its own', async () => {
    const file = policy();
    const { child, end } = await installing(file);
    const before = readFileSync(file, 'utf8');
    const [program, ...words] = withoutServices(['cat', file], file);
    const second = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    second.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(second, 'close');
    const waits = ['pgrep', '-P', String(second.pid), '-x', 'sleep'] as const;
    await vi.waitUntil(async () => (await command(waits)).code === 0, { timeout: 15_000 });
    expect(readFileSync(file, 'utf8')).toBe(before);
    process.kill(-(child.pid ?? 0), 'SIGTERM');
    await ended;
    expect(said).toMatch(/VirtDeck[^\n]* \d+ \d+\nexit 101\n$/);
    expect(said).not.toBe(before);
    end();
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test('a policy without our mark stays, even with the same words', async () => {
    const file = policy();
    writeFileSync(file, '#!/bin/sh\nexit 101\n');
    await command(withoutServices(['true'], file));
    expect(readFileSync(file, 'utf8')).toBe('#!/bin/sh\nexit 101\n');
  });
});
