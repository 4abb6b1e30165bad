import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { XmlElement } from '../../shared/xml/element.ts';
import { root } from '../bootstrap.mjs';
import { el, toXml } from '../guest/xml.ts';
import { say } from '../machine/say.ts';
import { withFile } from './defaults.ts';
import type { RootShell } from './shell.ts';
import { listed, saying, type Virsh } from './virsh.ts';

export const guestName = 'tiny';
/** libvirt's own place for kernels; its security drivers let QEMU read them there. */
const bootFolder = '/var/lib/libvirt/boot';
const kernel = `${bootFolder}/virtdeck-tiny-vmlinuz`;
const initrd = `${bootFolder}/virtdeck-tiny-initrd.gz`;
const serialLog = `/var/log/libvirt/qemu/${guestName}-serial.log`;

type DomainType = 'kvm' | 'qemu';
type Arch = 'x86_64' | 'aarch64';

/**
 * On a busy machine an emulated timer is late: the kernel then takes it for broken and panics ("IO-APIC + timer doesn't work"), or calls
 * its clock unstable. These tell it not to look.
 */
const kernelArguments = (intel: boolean): string =>
  `console=tty0 console=${intel ? 'ttyS0 no_timer_check tsc=reliable' : 'ttyAMA0'} quiet`;

/** The guest that a first look finds. */
export function tinyDefinition(type: DomainType, arch: Arch, uuid: string = randomUUID()): XmlElement {
  const intel = arch === 'x86_64';
  return el(
    'domain',
    { type },
    el('name', {}, guestName),
    el('uuid', {}, uuid),
    el('title', {}, 'Tiny Linux, a guest to look at'),
    el('memory', { unit: 'MiB' }, 128),
    el('vcpu', {}, 1),
    el(
      'os',
      {},
      el('type', { arch, machine: intel ? 'q35' : 'virt' }, 'hvm'),
      el('kernel', {}, kernel),
      el('initrd', {}, initrd),
      el('cmdline', {}, `${kernelArguments(intel)} guestname=${guestName}`),
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

/** Builds kernel and RAM disk and puts them where libvirt's guests may read them; answers what went wrong, or undefined. */
async function placeImages(shell: RootShell): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'virtdeck-guest-'));
  try {
    const build = ['bash', join(root, 'build/guest/build-guest.sh'), folder, 'tiny'] as const;
    const built = await saying('its kernel and RAM disk', shell.run(build, { timeoutMs: 600_000 }));
    if (built.timedOut) return 'its kernel and RAM disk were not built within ten minutes';
    if (built.code !== 0) return built.stderr.trim();
    const install = (file: string, to: string): ReturnType<RootShell['run']> =>
      shell.run(['install', '-D', '-m', '644', join(folder, file), to]);
    const placed = [await install('vmlinuz', kernel), await install('initrd-tiny.gz', initrd)];
    return placed.find(({ code }) => code !== 0)?.stderr.trim();
  } finally {
    await shell.run(['rm', '-rf', folder]);
  }
}

/** What a host offers for guests of one architecture: domain types, KVM first, and the emulator that runs them. */
export interface Offer {
  readonly types: readonly DomainType[];
  readonly emulator: string | undefined;
}

/** Reads an offer from libvirt's capabilities. */
export function offerOf(capabilities: string, arch: Arch): Offer {
  const part = new RegExp(`<arch name='${arch}'>.*?</arch>`, 's').exec(capabilities)?.[0] ?? '';
  return {
    types: (['kvm', 'qemu'] as const).filter((type) => part.includes(`<domain type='${type}'`)),
    emulator: /<emulator>([^<]+)<\/emulator>/.exec(part)?.[1],
  };
}

/** Why a guest should not be run with KVM, found out by QEMU itself; undefined: it works. */
async function whyNoKvm(shell: RootShell, emulator: string, arch: Arch): Promise<string | undefined> {
  const script = join(import.meta.dirname, 'kvm-or-emulation.sh');
  const words = kernelArguments(arch === 'x86_64');
  const race = shell.run(['bash', script, emulator, arch, kernel, initrd, words], { timeoutMs: bootsWithin });
  const tried = await saying('a guest with KVM', race);
  if (tried.stdout.trim() === 'kvm') return undefined;
  return tried.stdout.trim().replace(/^emulation ?/, '') || 'no guest came up with it';
}

/** How long a guest may take to its login prompt: seconds, if the machine has nothing else to do. Milliseconds. */
const bootsWithin = 300_000;

/** Until the guest's serial log shows its login prompt. Answers why it does not, or undefined. */
async function whyNoPrompt(shell: RootShell, virsh: Virsh, uuid: string): Promise<string | undefined> {
  for (const end = Date.now() + bootsWithin; Date.now() < end; await sleep(250)) {
    const log = await readFile(serialLog, 'latin1').catch(async () => (await shell.run(['cat', serialLog])).stdout);
    if (log.includes('login: ')) return undefined;
    const state = await virsh('domstate', uuid);
    if (/^(shut off|crashed|paused)/.test(state.stdout)) return `it is ${state.stdout.trim()} before its login prompt`;
  }
  return `no login prompt on its serial port within ${bootsWithin / 1000} seconds`;
}

export type GuestMade = { readonly type: DomainType } | { readonly type: undefined; readonly problem: string };

/** Defines and starts the tiny guest: with KVM where that works, else with emulation. */
export async function makeGuest(shell: RootShell, virsh: Virsh): Promise<GuestMade> {
  const problem = await placeImages(shell);
  if (problem !== undefined) return { type: undefined, problem };
  const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const capabilities = await virsh('capabilities');
  if (capabilities.code !== 0) return { type: undefined, problem: capabilities.stderr.trim() };
  const { types, emulator } = offerOf(capabilities.stdout, arch);
  // Also where libvirt does not offer it: it does not say why, and QEMU does.
  const why = existsSync('/dev/kvm') && emulator !== undefined ? await whyNoKvm(shell, emulator, arch) : undefined;
  if (why !== undefined) say(`/dev/kvm is there but does not work (${why}): the tiny VM is emulated.`);
  return await bootWithWhatWorks(virsh, {
    types: types.filter((type) => type !== 'kvm' || why === undefined),
    arch,
    prepare: async () => void (await shell.run(['rm', '-f', serialLog])), // an old one has a prompt in it
    whyNoPrompt: (uuid) => saying("the guest's login prompt", whyNoPrompt(shell, virsh, uuid)),
  });
}

export interface Boot {
  readonly types: readonly DomainType[];
  readonly arch: Arch;
  prepare(): Promise<void>;
  /** Waits for the login prompt; answers why there is none, or undefined. */
  whyNoPrompt(uuid: string): Promise<string | undefined>;
}

/** Tries the domain types until the guest boots with one; what did not boot is removed. */
export async function bootWithWhatWorks(virsh: Virsh, { types, arch, ...guest }: Boot): Promise<GuestMade> {
  const uuid = randomUUID();
  let problem = 'libvirt finds no QEMU on this machine';
  for (const type of types) {
    await guest.prepare();
    const xml = toXml(tinyDefinition(type, arch, uuid));
    const why = await withFile(
      'tiny.xml',
      xml,
      async (file) => (await define(virsh, file)) ?? (await start(virsh, uuid)),
    );
    const noPrompt = why ?? (await guest.whyNoPrompt(uuid));
    if (noPrompt === undefined) return { type };
    problem = noPrompt;
    say(`The tiny VM did not boot with ${type === 'kvm' ? 'KVM' : 'emulation'}: ${problem}`);
    const left = await remove(virsh, uuid);
    if (left !== undefined) return { type: undefined, problem: `${problem}; ${left}` };
  }
  return { type: undefined, problem };
}

/**
 * Defines the guest; answers why not, or undefined. libvirt goes on with a definition whose virsh was ended. Then the same definition
 * again, UUID and all, changes nothing, and its answer tells that the first is through as well.
 */
async function define(virsh: Virsh, file: string): Promise<string | undefined> {
  let defined = await virsh('define', file);
  if (defined.timedOut) {
    say(`${defined.stderr.trim()}: asking again.`);
    defined = await virsh('define', file);
  }
  return defined.code === 0 ? undefined : defined.stderr.trim();
}

/** Starts the guest; answers why not, or undefined. A start whose virsh was ended goes on in libvirt: a second one waits behind it. */
async function start(virsh: Virsh, uuid: string): Promise<string | undefined> {
  const started = await virsh('start', uuid);
  if (started.code === 0) return undefined;
  if (!started.timedOut) return started.stderr.trim();
  say(`${started.stderr.trim()}: asking again.`);
  const again = await virsh('start', uuid);
  const runs = again.code === 0 || (await virsh('domstate', uuid)).stdout.trim() === 'running';
  return runs ? undefined : again.stderr.trim();
}

/** Removes what did not boot, then looks whether it is gone; answers what is left and how to remove it, or undefined. */
async function remove(virsh: Virsh, uuid: string): Promise<string | undefined> {
  await virsh('destroy', uuid); // it may not run
  await virsh('undefine', uuid); // it may not be defined
  const left = await listed(virsh, 'list', '--all', '--uuid');
  if ('names' in left && !left.names.includes(uuid)) return undefined;
  const why = 'problem' in left ? left.problem : 'libvirt still has it';
  return `it could not be removed (${why}): "virsh destroy ${guestName}" and "virsh undefine ${guestName}" do that`;
}
