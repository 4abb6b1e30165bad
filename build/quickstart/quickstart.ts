/** npm run quickstart: from a fresh clone to the running program, with a hypervisor and a VM to look at. */
import { createInterface } from 'node:readline/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataDirectory } from '../../electron/shell/paths.ts';
import { root } from '../bootstrap.mjs';
import { buildAll } from '../bundle.ts';
import { installPackages, missingPackages, packageManager } from '../machine/packages.ts';
import { command, fail, say } from '../machine/say.ts';
import { ensureDefaults } from './defaults.ts';
import { guestName, makeGuest } from './guest.ts';
import {
  guestPackages,
  hasGuestsOnDisk,
  hypervisorPackages,
  hypervisorState,
  startHypervisor,
  whyNoAnswer,
  type HypervisorState,
} from './hypervisor.ts';
import { markHost } from './mark.ts';
import { rootShell, type RootShell } from './shell.ts';
import { listed, systemUri, virshOf } from './virsh.ts';

const yes = process.argv.includes('--yes');
const flags = process.argv.slice(2).filter((flag) => flag !== '--yes');
const terminal = process.stdin.isTTY && process.stdout.isTTY;
const { values } = parseArgs({ args: flags, options: { 'data-dir': { type: 'string' } }, strict: false });
const dataDir = typeof values['data-dir'] === 'string' ? values['data-dir'] : dataDirectory();

/**
 * Asks; answers why not, or undefined: go ahead. Without a terminal only root goes ahead by itself, and not where somebody's VMs may
 * be concerned.
 */
async function whyNot(question: string, concerns: 'nobody' | 'vms' = 'nobody'): Promise<string | undefined> {
  if (yes) return undefined;
  if (!terminal)
    return process.getuid?.() === 0 && concerns === 'nobody'
      ? undefined
      : 'there is no terminal to ask at (npm run quickstart -- --yes asks nothing)';
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await reader.question(`${question} [Y/n] `);
  reader.close();
  return /^(y(es)?)?$/i.test(answer.trim()) ? undefined : 'you said no';
}

/** Installs and starts libvirt where it is missing; answers why there is none, or undefined when it answers. */
async function hypervisor(shell: RootShell, state: HypervisorState): Promise<string | undefined> {
  switch (state.kind) {
    case 'running':
      say('Hypervisor: libvirt answers; its configuration stays as it is.');
      return undefined;
    case 'refused': {
      const { username } = userInfo();
      return `libvirt runs, but ${username} may not use it (${state.why}). Root can let you in (usermod -aG libvirt ${username}; it counts from the next login)`;
    }
    case 'silent':
      return 'libvirt runs but does not answer';
    case 'stopped':
      return await startStopped(shell);
    case 'absent':
      return await installHypervisor(shell, state.daemon);
    default:
      return state satisfies never;
  }
}

async function startStopped(shell: RootShell): Promise<string | undefined> {
  if (shell.as === 'none') return 'libvirt is installed but does not run, and starting it needs root';
  const vms = await hasGuestsOnDisk(shell);
  const what = `libvirt is installed here${vms ? ', has VMs,' : ''} but does not run`;
  const why = await whyNot(`${what}. Start it?`, vms ? 'vms' : 'nobody');
  return why === undefined ? await startHypervisor(shell, false) : `${what}, and is not started: ${why}`;
}

/** @param daemon there is a daemon, and only virsh is missing: it then starts with the machine, or not, as it did */
async function installHypervisor(shell: RootShell, daemon: boolean): Promise<string | undefined> {
  const manager = packageManager();
  if (!manager)
    return 'this distribution has none of apt, dnf, zypper, pacman: install libvirt and QEMU by its own means';
  const own = await missingPackages(manager, hypervisorPackages[manager.name](process.arch));
  const guests = await missingPackages(manager, guestPackages[manager.name]);
  say(daemon ? 'This machine lacks virsh. VirtDeck can:' : 'This machine has no hypervisor. VirtDeck can set one up:');
  say(`  install with ${manager.name}: ${[...own, ...guests].join(' ')}`);
  say('  start libvirt, with its default network (NAT, 192.168.122.0/24) and storage pool (/var/lib/libvirt/images)');
  say(`  make one tiny VM, "${guestName}", to have something to see`);
  if (shell.as === 'none') return `setting one up needs root (${manager.install(own).join(' ')})`;
  const why = await whyNot('Go ahead?', daemon || (await hasGuestsOnDisk(shell)) ? 'vms' : 'nobody');
  if (why !== undefined) return why;
  const problem = await installPackages(manager, own, shell.as);
  if (problem !== undefined) return problem;
  if (!daemon) return await startHypervisor(shell, true);
  return await hypervisor(shell, await hypervisorState(shell));
}

/** libvirt lets members of its group in; membership counts from the next login, so the program is started through `sg`. */
async function joinGroup(shell: RootShell): Promise<boolean> {
  const { uid, username } = userInfo();
  if (uid === 0 || (await whyNoAnswer()) === undefined) return false;
  if ((await command(['getent', 'group', 'libvirt'])).code !== 0) return false;
  const why = await whyNot(`You may not use libvirt yet. Make ${username} a member of the group libvirt?`);
  if (why !== undefined) {
    say(`${username} may not use libvirt yet and stays out of its group: ${why}.`);
    return false;
  }
  const joined = await shell.run(['usermod', '-aG', 'libvirt', username]);
  const problem = joined.code === 0 ? await whyNoAnswer(['sg', 'libvirt', '-c']) : joined.stderr.trim();
  if (problem !== undefined) say(`${username} may still not use libvirt: ${problem}`);
  return joined.code === 0;
}

/** Answers whether libvirt answers here, and whether the program is to be started as a new member of its group. */
async function setUp(): Promise<{ readonly local: boolean; readonly throughGroup: boolean }> {
  const shell = await rootShell(terminal);
  const state = await hypervisorState(shell);
  const why = await hypervisor(shell, state);
  if (why !== undefined) {
    say(`No hypervisor to use on this machine: ${why}.`);
    say('VirtDeck starts all the same; add a host of yours in its window.');
    return { local: false, throughGroup: false };
  }
  if (shell.as === 'none') {
    say('A default network, storage pool and first VM need root or sudo: nothing is added.');
    return { local: true, throughGroup: false };
  }
  await somethingToSee(shell, state.kind === 'absent' && !state.daemon);
  return { local: true, throughGroup: await joinGroup(shell) };
}

/** Default network, pool and a first VM for a host without VMs; one that has some is left as it is. */
async function somethingToSee(shell: RootShell, fresh: boolean): Promise<void> {
  const virsh = virshOf(shell);
  const found = await listed(virsh, 'list', '--all', '--name');
  if ('problem' in found)
    return say(`Whether this host has VMs could not be found out (${found.problem}): nothing is added.`);
  if (found.names.length > 0) return say('This host has VMs: nothing is added to it, and nothing started.');
  const question = `This host has no VM. Make a tiny one, "${guestName}", and what it lacks of a default network and storage pool?`;
  const why = fresh ? undefined : await whyNot(question);
  if (why !== undefined) return say(`This host has no VM, and none is made: ${why}.`);
  for (const warning of await ensureDefaults(virsh, fresh)) say(`Warning: ${warning}`);
  await firstGuest(shell);
}

async function firstGuest(shell: RootShell): Promise<void> {
  const manager = packageManager();
  const missing = manager ? await missingPackages(manager, guestPackages[manager.name]) : [];
  if (manager && missing.length > 0 && shell.as !== 'none') {
    // Apart from the hypervisor's: a distribution that lacks one of these must get that all the same.
    const problem = await installPackages(manager, missing, shell.as);
    if (problem !== undefined) return say(`The tiny VM could not be made: ${problem}`);
  }
  say('Making a tiny VM...');
  const made = await makeGuest(shell, virshOf(shell));
  if (made.type === undefined) return say(`The tiny VM could not be made: ${made.problem}`);
  say(`The VM "${guestName}" runs${made.type === 'qemu' ? ', emulated: KVM cannot run it here' : ''}.`);
  const file = await markHost(systemUri, made.type, dataDir);
  if (made.type === 'qemu') say(`New VMs on this host will default to emulation (noted in ${file}).`);
}

try {
  await buildAll({ progress: (name, ms) => ms === undefined && say(`Building ${name}...`) });
} catch (error) {
  fail(`The build failed: ${error instanceof Error ? error.message : String(error)}`);
}
let [local, throughGroup] = [false, false];
if (process.platform === 'linux') ({ local, throughGroup } = await setUp());
else say('On this system VirtDeck manages other hosts: add one in its window.');
const launch = [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  join(root, 'build/launch/launch.ts'),
  '--wait-for-runtime',
  // The host is there from now on, also where the program was used before this machine had one.
  ...(local && values['connect'] === undefined && values['c'] === undefined ? ['--connect', systemUri] : []),
  ...flags,
];
const quoted = launch.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
const [program = '', ...words] = throughGroup ? ['sg', 'libvirt', '-c', quoted] : launch;
const started = await command([program, ...words], { cwd: root, show: true, inPlace: true });
process.exitCode = started.code;
