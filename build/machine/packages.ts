import { existsSync, readdirSync } from 'node:fs';
import { command, say, type CommandResult } from './say.ts';

export type ManagerName = 'apt' | 'dnf' | 'zypper' | 'pacman';

/** What the scripts need of a Linux distribution's package manager, as data. */
export interface PackageManager {
  readonly name: ManagerName;
  /** The program by which it is recognised. */
  readonly program: string;
  /** Which of these packages are installed, one name per line. */
  installed(packages: readonly string[]): readonly [string, ...string[]];
  readonly refresh?: readonly [string, ...string[]];
  install(packages: readonly string[]): readonly [string, ...string[]];
  /** What else to try when that fails. */
  readonly hint?: string;
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
    // Newer lists alone would make this a partial upgrade, which Arch does not support.
    hint: 'if its packages are gone from the mirrors, pacman -Syu brings this machine up to date',
  },
];

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
  const install = manager.install(packages);
  const quietly = manager.name === 'apt' ? withoutServices(install) : install;
  let complaint: string | undefined;
  const refresh = async (argv: readonly string[], why: string): Promise<void> => {
    say(`${why} (${argv.join(' ')})...`);
    complaint = lastComplaint((await run(argv, false)).stderr);
  };
  const fresh = manager.refresh !== undefined && noPackageLists();
  if (manager.refresh && fresh) await refresh(manager.refresh, 'Reading the package lists');
  if ((await run(quietly)).code === 0) return undefined;
  if (manager.refresh && !fresh) {
    await refresh(manager.refresh, 'Again, with new package lists'); // they may be older than the archive
    if ((await run(quietly)).code === 0) return undefined;
  }
  const more = [complaint, manager.hint].filter((text) => text !== undefined).join('; ');
  return `"${install.join(' ')}" failed; its own words are above${more && ` (${more})`}`;
}

/** What `apt-get update` says last of what it could not read: it ends well all the same. */
export function lastComplaint(words: string): string | undefined {
  const line =
    words.split('\n').findLast((one) => /^[EW]: Failed/.test(one)) ??
    words.split('\n').findLast((one) => /^[EW]: /.test(one));
  return line?.slice(3).trim();
}

function noPackageLists(): boolean {
  const directory = '/var/lib/apt/lists';
  return !existsSync(directory) || !readdirSync(directory).some((name) => name.includes('Packages'));
}

/**
 * The same command, with Debian's own way to say that packages must not start services (policy-rc.d), which is taken back however the
 * command ends: left behind, it would keep the services of all later packages from starting. A policy that is there stays.
 */
export function withoutServices(
  argv: readonly string[],
  policy = '/usr/sbin/policy-rc.d',
): readonly [string, ...string[]] {
  const script = `policy=$1; shift
[ -e "$policy" ] || {
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
}
"$@"`;
  return ['sh', '-c', script, 'sh', policy, ...argv];
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
