import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Others may be installing: apt then waits this many seconds for its turn. */
const LOCK_SECONDS = 300;
const waitForLock = ['-o', `DPkg::Lock::Timeout=${LOCK_SECONDS}`] as const;

export const managers: readonly PackageManager[] = [
  {
    name: 'apt',
    program: '/usr/bin/apt-get',
    installed: (packages) => ['dpkg-query', '-W', '-f', '${Package} ${db:Status-Status}\\n', ...packages],
    refresh: ['apt-get', 'update', '-q'],
    install: (packages) => ['apt-get', ...waitForLock, 'install', '-y', '-q', '--no-install-recommends', ...packages],
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
  const run = (words: readonly string[], show = true): Promise<CommandResult> => {
    const [program = '', ...rest] = as === 'sudo' ? ['sudo', 'env', 'DEBIAN_FRONTEND=noninteractive', ...words] : words;
    return command([program, ...rest], { show, env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 900_000 });
  };
  const argv = manager.install(packages);
  const quietly = manager.name === 'apt' ? withoutServices(argv) : argv;
  let complaint: string | undefined;
  const refresh = async (words: readonly string[], why: string): Promise<void> => {
    say(`${why} (${words.join(' ')})...`);
    const end = performance.now() + LOCK_SECONDS * 1000;
    for (;;) {
      const { stderr } = await run(words, false);
      complaint = lastComplaint(stderr);
      // The lock of the lists is another one than dpkg's, for which apt waits.
      if (!/Could not get lock/.test(stderr) || performance.now() > end) return;
      await sleep(1000);
    }
  };
  const install = async (): Promise<boolean> => {
    if ((await run(quietly)).code === 0) return true;
    if (manager.name !== 'apt' || !wasInterrupted()) return false;
    say('dpkg was interrupted: first it is to end what it began (dpkg --configure -a)...');
    await run(withoutServices(['dpkg', '--configure', '-a']));
    return (await run(quietly)).code === 0;
  };
  const fresh = manager.refresh !== undefined && noPackageLists();
  if (manager.refresh && fresh) await refresh(manager.refresh, 'Reading the package lists');
  if (await install()) return undefined;
  if (manager.refresh && !fresh) {
    await refresh(manager.refresh, 'Again, with new package lists'); // they may be older than the archive
    if (await install()) return undefined;
  }
  const more = [complaint, manager.hint].filter((text) => text !== undefined).join('; ');
  return `"${argv.join(' ')}" failed; its own words are above${more && ` (${more})`}`;
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

/** Whether a dpkg was killed at its work: apt refuses to do anything until that is ended. */
export function wasInterrupted(journal = '/var/lib/dpkg/updates'): boolean {
  return existsSync(journal) && readdirSync(journal).some((name) => /^\d+$/.test(name));
}

const mark = '# VirtDeck installs packages, whose services are not to start; made by process and at tick';

/**
 * The same command, with Debian's own way to say that packages must not start services (policy-rc.d), which is taken back however the
 * command ends: left behind, it would keep the services of all later packages from starting. A policy that is there stays, unless a
 * mark in it tells that it is ours: then it goes, when its maker is dead, or its maker's end is waited for, as apt would do anyway.
 * (Without the mark, even the same two lines may be an administrator's: they are what the manuals advise.)
 */
export function withoutServices(
  argv: readonly string[],
  policy = '/usr/sbin/policy-rc.d',
): readonly [string, ...string[]] {
  const script = `policy=$1; shift
born() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
while made=$(sed -n 's/^${mark} \\([0-9]* [0-9]*\\)$/\\1/p' "$policy" 2>/dev/null) && [ -n "$made" ]; do
  if [ "$(born "\${made% *}")" = "\${made#* }" ]; then sleep 1; else rm -f "$policy"; fi
done
ours=
[ -e "$policy" ] || {
  trap 'rm -f "$policy.$$"; [ -z "$ours" ] || rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\\n%s %s %s\\nexit 101\\n' '${mark}' $$ "$(born $$)" >"$policy.$$" && chmod 755 "$policy.$$"
  ours=1
  ln "$policy.$$" "$policy" 2>/dev/null || ours=
  rm -f "$policy.$$"
}
"$@"`;
  return ['sh', '-c', script, 'sh', policy, ...argv];
}

export type Provision =
  | { readonly kind: 'met' }
  /** They can't be had here: no apt, or no right to use it. What needs them is to be skipped, with the reason. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** apt is there, with the right to use it, and failed: something is wrong. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Installs what is missing of these packages. */
export async function ensurePackages(packages: readonly string[], purpose: string): Promise<Provision> {
  const manager = packageManager();
  if (manager?.name !== 'apt')
    return { kind: 'unavailable', reason: `needs the packages of Debian or Ubuntu (${packages.join(', ')})` };
  const missing = await missingPackages(manager, packages);
  if (missing.length === 0) return { kind: 'met' };
  const as = await privilege();
  const names = missing.join(' ');
  if (as === 'none') return { kind: 'unavailable', reason: `needs the packages ${names}: apt-get install ${names}` };
  say(`Installing what ${purpose} need: ${names}`);
  const reason = await installPackages(manager, missing, as);
  return reason === undefined ? { kind: 'met' } : { kind: 'failed', reason };
}
