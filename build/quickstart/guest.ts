import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { XmlElement } from '../../shared/xml/element.ts';
import { root } from '../bootstrap.mjs';
import { el, toXml } from '../guest/xml.ts';
import { say } from '../machine/say.ts';
import { systemUri } from './hypervisor.ts';
import type { RootShell } from './shell.ts';

export const guestName = 'tiny';
/** libvirt's own place for kernels; its security drivers let QEMU read them there. */
const bootFolder = '/var/lib/libvirt/boot';
const serialLog = `/var/log/libvirt/qemu/${guestName}-serial.log`;

/** The guest that a first look finds. */
export function tinyDefinition(type: 'kvm' | 'qemu', arch: 'x86_64' | 'aarch64'): XmlElement {
  const intel = arch === 'x86_64';
  return el(
    'domain',
    { type },
    el('name', {}, guestName),
    el('title', {}, 'Tiny Linux, a guest to look at'),
    el('memory', { unit: 'MiB' }, 128),
    el('vcpu', {}, 1),
    el(
      'os',
      {},
      el('type', { arch, machine: intel ? 'q35' : 'virt' }, 'hvm'),
      el('kernel', {}, `${bootFolder}/virtdeck-tiny-vmlinuz`),
      el('initrd', {}, `${bootFolder}/virtdeck-tiny-initrd.gz`),
      el('cmdline', {}, `console=tty0 console=${intel ? 'ttyS0' : 'ttyAMA0'} quiet guestname=${guestName}`),
    ),
    el('features', {}, el('acpi'), intel && el('apic')),
    el('clock', { offset: 'utc' }),
    el('on_reboot', {}, 'restart'),
    el(
      'devices',
      {},
      el('interface', { type: 'network' }, el('source', { network: 'default' }), el('model', { type: 'virtio' })),
      el('serial', { type: 'pty' }, el('log', { file: serialLog, append: 'off' })),
      el('console', { type: 'pty' }),
      el('graphics', { type: 'vnc', port: -1, autoport: 'yes', listen: '127.0.0.1' }),
      el('video', {}, el('model', { type: intel ? 'vga' : 'virtio' })),
      el('memballoon', { model: 'virtio' }, el('stats', { period: 5 })),
      el('rng', { model: 'virtio' }, el('backend', { model: 'random' }, '/dev/urandom')),
    ),
  );
}

const networkDefinition = el(
  'network',
  {},
  el('name', {}, 'default'),
  el('forward', { mode: 'nat' }),
  el('bridge', { name: 'virbr0', stp: 'on', delay: 0 }),
  el(
    'ip',
    { address: '192.168.122.1', netmask: '255.255.255.0' },
    el('dhcp', {}, el('range', { start: '192.168.122.2', end: '192.168.122.254' })),
  ),
);

type Virsh = (...words: readonly string[]) => ReturnType<RootShell['run']>;

export const virshOf =
  (shell: RootShell): Virsh =>
  (...words) =>
    shell.run(['virsh', '-q', '-c', systemUri, ...words]);

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * Defines (only if absent) and starts the network and the storage pool `default`; answers the warnings.
 * @param fresh libvirt was installed just now: the network that came with it is to start with the machine
 */
export async function ensureDefaults(virsh: Virsh, fresh: boolean): Promise<string[]> {
  const warnings: string[] = [];
  const attempt = async (what: string, ...words: readonly string[]): Promise<boolean> => {
    const done = await virsh(...words);
    if (done.code !== 0) warnings.push(`${what}: ${done.stderr.trim()}`);
    return done.code === 0;
  };
  if (!lines((await virsh('net-list', '--all', '--name')).stdout).includes('default')) {
    const defined = await withFile('network.xml', toXml(networkDefinition), (file) =>
      attempt('default network', 'net-define', file),
    );
    if (defined) await attempt('default network', 'net-autostart', 'default');
  } else if (fresh) await attempt('default network', 'net-autostart', 'default');
  if (!lines((await virsh('net-list', '--name')).stdout).includes('default'))
    await attempt('default network', 'net-start', 'default');
  if (!lines((await virsh('pool-list', '--all', '--name')).stdout).includes('default')) {
    if (await attempt('default pool', 'pool-define-as', 'default', 'dir', '--target', '/var/lib/libvirt/images')) {
      await attempt('default pool', 'pool-build', 'default');
      await attempt('default pool', 'pool-autostart', 'default');
    }
  }
  if (!lines((await virsh('pool-list', '--name')).stdout).includes('default'))
    await attempt('default pool', 'pool-start', 'default');
  return warnings;
}

export async function hasGuests(virsh: Virsh): Promise<boolean> {
  return lines((await virsh('list', '--all', '--name')).stdout).length > 0;
}

async function withFile<T>(name: string, text: string, work: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'virtdeck-quickstart-'));
  try {
    const file = join(folder, name);
    await writeFile(file, text);
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Builds kernel and RAM disk and puts them where libvirt's guests may read them; answers what went wrong, or undefined. */
async function placeImages(shell: RootShell): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'virtdeck-guest-'));
  try {
    const built = await shell.run(['bash', join(root, 'build/guest/build-guest.sh'), folder, 'tiny'], {
      timeoutMs: 300_000,
    });
    if (built.code !== 0) return built.stderr.trim();
    const install = (file: string, to: string): ReturnType<RootShell['run']> =>
      shell.run(['install', '-D', '-m', '644', join(folder, file), join(bootFolder, to)]);
    const placed = [
      await install('vmlinuz', 'virtdeck-tiny-vmlinuz'),
      await install('initrd-tiny.gz', 'virtdeck-tiny-initrd.gz'),
    ];
    return placed.find(({ code }) => code !== 0)?.stderr.trim();
  } finally {
    await shell.run(['rm', '-rf', folder]);
  }
}

/** What this host offers, KVM first. */
export function domainTypes(capabilities: string): ('kvm' | 'qemu')[] {
  return (['kvm', 'qemu'] as const).filter((type) => capabilities.includes(`<domain type='${type}'`));
}

/** Until the guest's serial log shows its login prompt. */
async function boots(shell: RootShell, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(250)) {
    const log = await readFile(serialLog, 'latin1').catch(async () => (await shell.run(['cat', serialLog])).stdout);
    if (log.includes('login: ')) return true;
  }
  return false;
}

/** A guest that has not shown its prompt after this time under KVM never will, as on some nested machines. Milliseconds. */
const kvmBootsWithin = 10_000;
const emulationBootsWithin = 90_000;

export type GuestMade = { readonly type: 'kvm' | 'qemu' } | { readonly type: undefined; readonly problem: string };

/** Defines and starts the tiny guest: with KVM, and if it doesn't boot so, with emulation. */
export async function makeGuest(shell: RootShell, virsh: Virsh): Promise<GuestMade> {
  const problem = await placeImages(shell);
  if (problem !== undefined) return { type: undefined, problem };
  return await bootWithWhatWorks(virsh, (withinMs) => boots(shell, withinMs));
}

/**
 * Tries the domain types that the host offers until the guest boots with one; what did not boot is removed.
 * @param booted whether the guest has shown its prompt within that time
 */
export async function bootWithWhatWorks(
  virsh: Virsh,
  booted: (withinMs: number) => Promise<boolean>,
): Promise<GuestMade> {
  const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  let problem = 'libvirt finds no QEMU on this machine';
  for (const type of domainTypes((await virsh('capabilities')).stdout)) {
    const defined = await withFile('tiny.xml', toXml(tinyDefinition(type, arch)), (file) => virsh('define', file));
    const started = defined.code === 0 ? await virsh('start', guestName) : defined;
    const within = type === 'kvm' ? kvmBootsWithin : emulationBootsWithin;
    if (started.code === 0 && (await booted(within))) return { type };
    problem = started.stderr.trim() || `no login prompt on its serial port within ${within / 1000} seconds`;
    say(`The tiny VM did not boot with ${type === 'kvm' ? 'KVM' : 'emulation'}: ${problem}`);
    await virsh('destroy', guestName);
    await virsh('undefine', guestName);
  }
  return { type: undefined, problem };
}
