/** npm run quickstart: from a fresh clone to the running program, with a hypervisor and a VM to look at. */
import { createInterface } from 'node:readline/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { root } from '../bootstrap.mjs';
import { buildAll } from '../bundle.ts';
import { installPackages, missingPackages, packageManager, type ManagerName } from '../machine/packages.ts';
import { command, fail, say } from '../machine/say.ts';
import { ensureDefaults, guestName, hasGuests, makeGuest, virshOf } from './guest.ts';
import { hypervisorPackages, hypervisorState, startHypervisor, type HypervisorState, systemUri } from './hypervisor.ts';
import { markHost } from './mark.ts';
import { rootShell, type RootShell } from './shell.ts';

const yes = process.argv.includes('--yes');
const flags = process.argv.slice(2).filter((flag) => flag !== '--yes');
const terminal = process.stdin.isTTY && process.stdout.isTTY;

async function agreed(question: string): Promise<boolean> {
  if (yes) return true;
  if (!terminal) return process.getuid?.() === 0;
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await reader.question(`${question} [Y/n] `);
  reader.close();
  return /^(y(es)?)?$/i.test(answer.trim());
}

/** Installs and starts libvirt where it is missing; answers why there is none, or undefined when it answers. */
async function hypervisor(shell: RootShell, state: HypervisorState): Promise<string | undefined> {
  if (state === 'running') {
    say('Hypervisor: libvirt answers; its configuration stays as it is.');
    return undefined;
  }
  if (state === 'stopped') {
    if (!(await agreed('libvirt is installed here but not running. Start it?'))) return 'libvirt is not running';
    return shell.as === 'none' ? 'starting libvirt needs root or sudo' : startHypervisor(shell);
  }
  const manager = packageManager();
  const name = (['apt', 'dnf', 'zypper', 'pacman'] as const satisfies readonly ManagerName[]).find(
    (one) => one === manager?.name,
  );
  if (!manager || !name)
    return 'this distribution has none of apt, dnf, zypper, pacman: install libvirt and QEMU by its own means';
  const packages = await missingPackages(manager, hypervisorPackages[name](process.arch));
  say('This machine has no hypervisor. VirtDeck can set one up:');
  say(`  install with ${name}: ${packages.join(' ')}`);
  say(
    '  start libvirt; define and start its default network (NAT, 192.168.122.0/24) and storage pool (/var/lib/libvirt/images)',
  );
  if (!(await agreed('Go ahead?'))) return 'you said no';
  if (shell.as === 'none') return `it needs root: ${manager.install(packages).join(' ')}`;
  const problem = await installPackages(manager, packages, shell.as);
  return problem ?? startHypervisor(shell);
}

/** libvirt lets members of its group in; membership counts from the next login, so the program is started through `sg`. */
async function joinGroup(shell: RootShell): Promise<boolean> {
  const { uid, username } = userInfo();
  if (uid === 0 || (await command(['virsh', '-q', '-c', systemUri, 'uri'], { timeoutMs: 5000 })).code === 0)
    return false;
  if ((await command(['getent', 'group', 'libvirt'])).code !== 0) return false;
  if (!(await agreed(`You may not use libvirt yet. Make ${username} a member of the group libvirt?`))) return false;
  const joined = await shell.run(['usermod', '-aG', 'libvirt', username]);
  if (joined.code !== 0) say(`usermod: ${joined.stderr.trim()}`);
  return joined.code === 0;
}

async function setUp(): Promise<boolean> {
  const shell = await rootShell(terminal);
  const state = await hypervisorState(shell);
  const why = await hypervisor(shell, state);
  if (why !== undefined) {
    say(`No hypervisor on this machine: ${why}. VirtDeck starts all the same; add a host of yours in its window.`);
    return false;
  }
  const virsh = virshOf(shell);
  const mayChange = shell.as !== 'none';
  if (!mayChange) {
    say('The default network, storage pool and first VM need root or sudo; left as they are.');
    return false;
  }
  for (const warning of await ensureDefaults(virsh, state === 'absent')) say(`Warning: ${warning}`);
  if (await hasGuests(virsh)) say('This host has VMs: none is added.');
  else await firstGuest(shell);
  return joinGroup(shell);
}

async function firstGuest(shell: RootShell): Promise<void> {
  say('This host has no VM yet: making a tiny one...');
  const made = await makeGuest(shell, virshOf(shell));
  if (made.type === undefined) {
    say(`The tiny VM could not be made: ${made.problem ?? 'it did not boot'}`);
    return;
  }
  say(`The VM "${guestName}" runs${made.type === 'qemu' ? ', emulated: KVM cannot run it here' : ''}.`);
  if (made.type === 'qemu')
    say(`Marked in ${await markHost(systemUri, 'qemu')}: new VMs on this host default to emulation.`);
}

try {
  await buildAll({ progress: (name, ms) => ms === undefined && say(`Building ${name}...`) });
} catch (error) {
  fail(`The build failed: ${error instanceof Error ? error.message : String(error)}`);
}
let throughGroup = false;
if (process.platform === 'linux') throughGroup = await setUp();
else say('On this system VirtDeck manages other hosts: add one in its window.');
const launch = [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  join(root, 'build/launch/launch.ts'),
  ...flags,
];
const quoted = launch.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
const [program = '', ...words] = throughGroup ? ['sg', 'libvirt', '-c', quoted] : launch;
const started = await command([program, ...words], { cwd: root, show: true });
process.exitCode = started.code;
