import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagerName } from '../machine/packages.ts';
import { command } from '../machine/say.ts';
import type { RootShell } from './shell.ts';

/** What makes a machine a libvirt host with QEMU, and what the tiny guest is built with, by package manager. */
export const hypervisorPackages: Record<ManagerName, (arch: string) => readonly string[]> = {
  apt: (arch) => [
    'libvirt-daemon-system',
    'libvirt-clients',
    arch === 'arm64' ? 'qemu-system-arm' : 'qemu-system-x86',
    'qemu-utils',
    'dnsmasq-base',
    'iptables',
    'kmod',
    'cpio',
  ],
  dnf: () => [
    'libvirt-daemon-kvm',
    'libvirt-daemon-config-network',
    'libvirt-client',
    'qemu-kvm',
    'qemu-img',
    'busybox',
    'kmod',
    'cpio',
  ],
  zypper: (arch) => [
    'libvirt-daemon-qemu',
    'libvirt-client',
    arch === 'arm64' ? 'qemu-arm' : 'qemu-x86',
    'qemu-tools',
    'dnsmasq',
    'busybox-static',
    'kmod',
    'cpio',
  ],
  pacman: () => ['libvirt', 'qemu-base', 'dnsmasq', 'busybox', 'kmod', 'cpio'],
};

/** `running`: it answers. `stopped`: installed, not running. `absent`: no libvirt daemon on this machine. */
export type HypervisorState = 'running' | 'stopped' | 'absent';

const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/usr/local/sbin'];
const daemonAt = (name: string): string | undefined =>
  folders.map((folder) => `${folder}/${name}`).find((file) => existsSync(file));

export const systemUri = 'qemu:///system';

async function answers(shell: RootShell): Promise<boolean> {
  const ask = ['virsh', '-q', '-c', systemUri, 'uri'] as const;
  return (await command(ask, { timeoutMs: 5000 })).code === 0 || (await shell.run(ask, { timeoutMs: 5000 })).code === 0;
}

export async function hypervisorState(shell: RootShell): Promise<HypervisorState> {
  const installed = daemonAt('libvirtd') ?? daemonAt('virtqemud');
  if (installed === undefined || daemonAt('virsh') === undefined) return 'absent';
  return (await answers(shell)) ? 'running' : 'stopped';
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

/** The daemons to start, in order: the one libvirtd where it is installed, else the modular ones. */
export function daemonsToStart(installed: (name: string) => boolean): string[] {
  return (installed('libvirtd') ? ['virtlogd', 'libvirtd'] : modular).filter(installed);
}

/** Starts the daemons, by systemd where it runs, else directly; answers what went wrong, or undefined once libvirt answers. */
export async function startHypervisor(shell: RootShell): Promise<string | undefined> {
  const daemons = daemonsToStart((name) => daemonAt(name) !== undefined);
  const words: string[] = [];
  for (const daemon of daemons) {
    const started = existsSync('/run/systemd/system')
      ? await shell.run(['systemctl', 'enable', '--now', `${daemon}.socket`])
      : await startDirectly(shell, daemon);
    if (started.code !== 0) words.push(`${daemon}: ${(started.stderr || started.stdout).trim()}`);
  }
  for (let tries = 0; tries < 50; tries++) {
    if (await answers(shell)) return undefined;
    await sleep(200);
  }
  return `libvirt does not answer: ${words.join('; ') || (await shell.run(['virsh', '-c', systemUri, 'uri'])).stderr.trim()}`;
}

function startDirectly(shell: RootShell, daemon: string): ReturnType<RootShell['run']> {
  const file = daemonAt(daemon) ?? daemon;
  return shell.run(['sh', '-c', 'pidof -s "$1" >/dev/null || exec "$2" -d', 'start', daemon, file]);
}
