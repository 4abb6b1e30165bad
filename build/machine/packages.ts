import { existsSync, readdirSync } from 'node:fs';
import { command, say, type CommandResult } from './say.ts';

/** What the scripts need of a Linux distribution's package manager, as data. */
interface PackageManager {
  readonly name: string;
  /** The program by which it is recognised. */
  readonly program: string;
  /** Which of these packages are installed, one name per line. */
  installed(packages: readonly string[]): readonly [string, ...string[]];
  readonly refresh?: readonly [string, ...string[]];
  install(packages: readonly string[]): readonly [string, ...string[]];
}

export const managers: readonly PackageManager[] = [
  {
    name: 'apt',
    program: '/usr/bin/apt-get',
    installed: (packages) => ['dpkg-query', '-W', '-f', '${Package} ${db:Status-Status}\\n', ...packages],
    refresh: ['apt-get', 'update', '-q'],
    install: (packages) => ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages],
  },
  {
    name: 'dnf',
    program: '/usr/bin/dnf',
    installed: (packages) => ['rpm', '-q', '--qf', '%{NAME} installed\\n', ...packages],
    install: (packages) => ['dnf', 'install', '-y', '--setopt=install_weak_deps=False', ...packages],
  },
  {
    name: 'zypper',
    program: '/usr/bin/zypper',
    installed: (packages) => ['rpm', '-q', '--qf', '%{NAME} installed\\n', ...packages],
    install: (packages) => ['zypper', '--non-interactive', 'install', '--no-recommends', ...packages],
  },
  {
    name: 'pacman',
    program: '/usr/bin/pacman',
    installed: (packages) => ['pacman', '-Q', ...packages],
    install: (packages) => ['pacman', '-S', '--noconfirm', '--needed', ...packages],
  },
];

export type ManagerName = 'apt' | 'dnf' | 'zypper' | 'pacman';

export function packageManager(): PackageManager | undefined {
  return process.platform === 'linux' ? managers.find((manager) => existsSync(manager.program)) : undefined;
}

/** How this process may install: as root, by `sudo` without a password, by `sudo` that asks (a terminal is there), or not at all. */
export async function privilege(mayAsk = false): Promise<'root' | 'sudo' | 'none'> {
  if (process.getuid?.() === 0) return 'root';
  if ((await command(['sudo', '-n', 'true'])).code === 0) return 'sudo';
  return mayAsk && existsSync('/usr/bin/sudo') ? 'sudo' : 'none';
}

/** The words of the answer that name an installed package. */
export function installedNames(manager: string, answer: string): ReadonlySet<string> {
  const rows = answer.split('\n').map((line) => line.trim().split(/\s+/));
  return new Set(
    rows.flatMap(([name, status]) => (name && (manager === 'pacman' || status === 'installed') ? [name] : [])),
  );
}

export async function missingPackages(manager: PackageManager, packages: readonly string[]): Promise<string[]> {
  if (packages.length === 0) return [];
  const installed = installedNames(manager.name, (await command(manager.installed(packages))).stdout);
  return packages.filter((name) => !installed.has(name));
}

/**
 * Installs packages. Services that come with them are not started and the machine keeps its configuration: Debian's packages would
 * otherwise start libvirtd and sshd at once. Answers what went wrong, or undefined.
 */
export async function installPackages(
  manager: PackageManager,
  packages: readonly string[],
  as: 'root' | 'sudo',
): Promise<string | undefined> {
  const run = (argv: readonly string[], show = true): Promise<CommandResult> => {
    const [program = '', ...words] = as === 'sudo' ? ['sudo', 'env', 'DEBIAN_FRONTEND=noninteractive', ...argv] : argv;
    return command([program, ...words], { show, env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 900_000 });
  };
  const policy = manager.name === 'apt' && !existsSync(servicePolicy) ? await holdServices(run) : undefined;
  try {
    if (manager.refresh && noPackageLists()) await run(manager.refresh, false);
    if ((await run(manager.install(packages))).code === 0) return undefined;
    if (manager.refresh) await run(manager.refresh, false); // lists may be older than the archive
    const again = await run(manager.install(packages));
    return again.code === 0 ? undefined : `${manager.install(packages).join(' ')} failed with exit code ${again.code}`;
  } finally {
    await policy?.();
  }
}

function noPackageLists(): boolean {
  const directory = '/var/lib/apt/lists';
  return !existsSync(directory) || !readdirSync(directory).some((name) => name.includes('Packages'));
}

const servicePolicy = '/usr/sbin/policy-rc.d';

/** Debian's own way to say that packages must not start services; answers the function that takes it back. */
async function holdServices(
  run: (argv: readonly string[], show: boolean) => Promise<CommandResult>,
): Promise<() => Promise<unknown>> {
  await run(['sh', '-c', `printf '#!/bin/sh\\nexit 101\\n' >${servicePolicy} && chmod 755 ${servicePolicy}`], false);
  return () => run(['rm', '-f', servicePolicy], false);
}

/** Installs what is missing of these packages; answers the reason where that is not possible. */
export async function ensurePackages(packages: readonly string[], purpose: string): Promise<string | undefined> {
  const manager = packageManager();
  if (manager?.name !== 'apt') return `needs the packages of Debian or Ubuntu (${packages.join(', ')})`;
  const missing = await missingPackages(manager, packages);
  if (missing.length === 0) return undefined;
  const as = await privilege();
  if (as === 'none') return `needs the packages ${missing.join(' ')}: apt-get install ${missing.join(' ')}`;
  say(`Installing what ${purpose} need: ${missing.join(' ')}`);
  return installPackages(manager, missing, as);
}
