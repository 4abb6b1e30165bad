import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagerName } from '../machine/packages.ts';
import { command, type CommandResult } from '../machine/say.ts';
import type { RootShell } from './shell.ts';
import { saying, systemUri } from './virsh.ts';

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
 * `running`: it answers. `refused`: it runs, but this user may not use it and is not root. `silent`: it runs, and does not answer.
 * `stopped`: installed, not running. `absent`: no libvirt daemon on this machine, or no virsh to speak to it.
 */
export type HypervisorState =
  | { readonly kind: 'running' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'absent'; readonly daemon: boolean };

const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/usr/local/sbin'];
const daemonAt = (name: string): string | undefined =>
  folders.map((folder) => `${folder}/${name}`).find((file) => existsSync(file));

/** Whether the daemon says no to this user, from virsh's words: the socket's permissions, polkit, or no D-Bus to ask polkit by. */
export function refuses(words: string): boolean {
  return /permission denied|authentication (?:unavailable|failed|cancelled)|access denied|system bus/i.test(words);
}

/**
 * A daemon that was just started lets connections wait until it has looked at everything; how long that takes is the machine's
 * affair (minutes were seen). Milliseconds.
 */
const answersWithin = 300_000;
const question = ['virsh', '-q', '-c', systemUri, 'uri'] as const;

const lastWords = ({ stderr }: CommandResult): string =>
  stderr
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^error: /, '') || 'no answer';

/** What virsh says of why this user gets no answer from libvirt; undefined: it answers. */
export async function whyNoAnswer(through: readonly string[] = []): Promise<string | undefined> {
  const [program = 'virsh', ...words] = through.length > 0 ? [...through, question.join(' ')] : question;
  const asked = await saying(
    'libvirt to answer',
    command([program, ...words], { timeoutMs: answersWithin, env: { LC_ALL: 'C' } }),
  );
  if (asked.timedOut) return `no answer within ${answersWithin / 1000} seconds`;
  return asked.code === 0 ? undefined : lastWords(asked);
}

/** Asks once, with the most rights that there are, and waits for a daemon that lets it wait. */
export async function hypervisorState(shell: RootShell): Promise<HypervisorState> {
  const daemon = (daemonAt('libvirtd') ?? daemonAt('virtqemud')) !== undefined;
  if (!daemon || daemonAt('virsh') === undefined) return { kind: 'absent', daemon };
  const own = shell.as === 'none';
  const asking = own
    ? command(question, { timeoutMs: answersWithin, env: { LC_ALL: 'C' } })
    : shell.run(['env', 'LC_ALL=C', ...question], { timeoutMs: answersWithin });
  const asked = await saying('libvirt to answer', asking);
  if (asked.code === 0) return { kind: 'running' };
  if (asked.timedOut) return { kind: 'silent' };
  return own && refuses(asked.stderr) ? { kind: 'refused', why: lastWords(asked) } : { kind: 'stopped' };
}

/**
 * Whether a libvirt that does not run has guests: definitions, or guests that go on running without it. Starting it may start those
 * that are marked for it.
 */
export async function hasGuestsOnDisk(shell: RootShell, roots: readonly string[] = ['/etc', '/run']): Promise<boolean> {
  const places = roots.flatMap((top) => ['qemu', 'lxc', 'libxl'].map((driver) => `${top}/libvirt/${driver}`));
  const found = await shell.run(['find', ...places, '-maxdepth', '1', '-name', '*.xml', '-print', '-quit']);
  return found.stdout.trim() !== '';
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
  return await whyItDoesNotAnswer(shell, words.join('; '));
}

/** A daemon that is there a moment after its start accepts connections, which then wait; one that is not, is not coming. Milliseconds. */
const acceptsWithin = 30_000;

async function whyItDoesNotAnswer(shell: RootShell, said: string): Promise<string | undefined> {
  for (const end = Date.now() + acceptsWithin; ; await sleep(200)) {
    const asked = await saying(
      'libvirt to answer: it has just started and looks at what this machine has',
      shell.run(question, { timeoutMs: answersWithin }),
    );
    if (asked.code === 0) return undefined;
    if (asked.timedOut) return `libvirt runs and did not answer within ${answersWithin / 1000} seconds`;
    if (Date.now() > end) return `libvirt does not answer: ${said || lastWords(asked)}`;
  }
}

/** A daemon that runs already says so by its PID file, and nothing changes. */
function startDirectly(shell: RootShell, daemon: string): ReturnType<RootShell['run']> {
  return shell.run([daemonAt(daemon) ?? daemon, '-d']);
}
