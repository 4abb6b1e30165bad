import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagerName } from '../machine/packages.ts';
import { command } from '../machine/say.ts';
import type { RootShell } from './shell.ts';

/** What makes a machine a libvirt host with QEMU, by package manager. */
export const hypervisorPackages: Record<ManagerName, (arch: string) => readonly string[]> = {
  apt: (arch) => [
    'libvirt-daemon-system',
    'libvirt-clients',
    arch === 'arm64' ? 'qemu-system-arm' : 'qemu-system-x86',
    'qemu-utils',
    'dnsmasq-base',
    'iptables',
  ],
  dnf: () => ['libvirt-daemon-kvm', 'libvirt-daemon-config-network', 'libvirt-client', 'qemu-kvm', 'qemu-img'],
  zypper: (arch) => [
    'libvirt-daemon-qemu',
    'libvirt-client',
    // Only the virtual machine of x86 has a display of its own; the other displays are packages that are merely recommended.
    ...(arch === 'arm64' ? ['qemu-arm', 'qemu-hw-display-virtio-gpu-pci'] : ['qemu-x86']),
    'qemu-tools',
    'dnsmasq',
  ],
  pacman: () => ['libvirt', 'qemu-base', 'dnsmasq'],
};

/** What the tiny guest is built with. apt fetches the guest's kernel and busybox as well; elsewhere they are this machine's own. */
export const guestPackages: Record<ManagerName, readonly string[]> = {
  apt: ['kmod', 'cpio', 'xz-utils'],
  dnf: ['busybox', 'kmod', 'cpio', 'xz'],
  zypper: ['busybox-static', 'kmod', 'cpio', 'zstd'],
  pacman: ['busybox', 'kmod', 'cpio', 'zstd'],
};

/**
 * `running`: it answers. `refused`: it runs, but this user may not use it and is not root. `stopped`: installed, not running. `absent`: no
 * libvirt daemon on this machine.
 */
export type HypervisorState = 'running' | 'refused' | 'stopped' | 'absent';

const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/usr/local/sbin'];
const daemonAt = (name: string): string | undefined =>
  folders.map((folder) => `${folder}/${name}`).find((file) => existsSync(file));

export const systemUri = 'qemu:///system';

/** Whether the daemon says no to this user, from virsh's words: the socket's permissions, polkit, or no D-Bus to ask polkit by. */
export function refuses(words: string): boolean {
  return /permission denied|authentication (?:unavailable|failed|cancelled)|access denied|system bus/i.test(words);
}

/** What virsh says of why this user gets no answer from libvirt; undefined: it answers. */
export async function whyNoAnswer(through: readonly string[] = []): Promise<string | undefined> {
  const ask = ['virsh', '-q', '-c', systemUri, 'uri'];
  const [program = 'virsh', ...words] = through.length > 0 ? [...through, ask.join(' ')] : ask;
  const asked = await command([program, ...words], { timeoutMs: 5000, env: { LC_ALL: 'C' } });
  return asked.code === 0
    ? undefined
    : asked.stderr
        .trim()
        .split('\n')
        .at(-1)
        ?.replace(/^error: /, '') || 'no answer';
}

async function answers(shell: RootShell): Promise<true | 'refused' | 'silent'> {
  const why = await whyNoAnswer();
  if (why === undefined) return true;
  if ((await shell.run(['virsh', '-q', '-c', systemUri, 'uri'], { timeoutMs: 5000 })).code === 0) return true;
  return shell.as === 'none' && refuses(why) ? 'refused' : 'silent';
}

export async function hypervisorState(shell: RootShell): Promise<HypervisorState> {
  const installed = daemonAt('libvirtd') ?? daemonAt('virtqemud');
  if (installed === undefined || daemonAt('virsh') === undefined) return 'absent';
  const answer = await answers(shell);
  return answer === true ? 'running' : answer === 'refused' ? 'refused' : 'stopped';
}

const modular = [
  'virtlogd',
  'virtnetworkd',
  'virtstoraged',
  'virtnodedevd',
  'virtsecretd',
  'virtnwfilterd',
  'virtqemud',
];

/**
 * The daemons to start, in order: the one libvirtd where it is installed, else the modular ones. A machine that has both and whose
 * systemd is set to start the modular ones keeps those: each kind stops the other.
 */
export function daemonsToStart(
  installed: (name: string) => boolean,
  enabled: (name: string) => boolean = () => false,
): string[] {
  const one = installed('libvirtd') && (enabled('libvirtd') || !enabled('virtqemud'));
  return (one ? ['virtlogd', 'libvirtd'] : modular).filter(installed);
}

/**
 * Starts the daemons, by systemd where it runs, else directly; answers what went wrong, or undefined once libvirt answers.
 * @param fresh libvirt was installed just now, so it is to start with the machine, too; else that stays as its administrator left it
 */
export async function startHypervisor(shell: RootShell, fresh: boolean): Promise<string | undefined> {
  const systemd = existsSync('/run/systemd/system');
  const enabled = new Set<string>();
  if (systemd)
    for (const daemon of ['libvirtd', 'virtqemud'])
      if ((await command(['systemctl', 'is-enabled', '-q', `${daemon}.socket`])).code === 0) enabled.add(daemon);
  const words: string[] = [];
  for (const daemon of daemonsToStart(
    (name) => daemonAt(name) !== undefined,
    (name) => enabled.has(name),
  )) {
    const started = systemd
      ? await shell.run(['systemctl', ...(fresh ? ['enable', '--now'] : ['start']), `${daemon}.socket`])
      : await startDirectly(shell, daemon);
    if (started.code !== 0) words.push(`${daemon}: ${(started.stderr || started.stdout).trim()}`);
  }
  for (const end = Date.now() + answersWithin; Date.now() < end; await sleep(200))
    if ((await answers(shell)) === true) return undefined;
  return `libvirt does not answer: ${words.join('; ') || (await shell.run(['virsh', '-c', systemUri, 'uri'], { timeoutMs: 5000 })).stderr.trim()}`;
}

/** A daemon just started asks every emulator what it can do before it answers. Milliseconds. */
const answersWithin = 30_000;

/** A daemon that runs already says so by its PID file, and nothing changes. */
function startDirectly(shell: RootShell, daemon: string): ReturnType<RootShell['run']> {
  return shell.run([daemonAt(daemon) ?? daemon, '-d']);
}
