/** The definition of a new VM, made of what was asked for and what its host can do. */
import { el, type Child } from '../../xml/build.ts';
import { namespaces, type XmlElement } from '../../xml/element.ts';
import { laidOut } from '../../xml/layout.ts';
import type { DomainCapabilities } from '../domainCapabilities.ts';
import type { OperatingSystem } from '../os.ts';
import { efiLoader } from './choices.ts';
import { diskElements } from './domainDisks.ts';
import { devicesFor, isX86, threadsBefore } from './domainDevices.ts';
import type { Hardware } from './hardware.ts';
import type { NewDomain } from './newDomain.ts';

/** As it is when all is installed: its CD drive is empty, it boots from its first disk. */
export function definitionOf(domain: NewDomain): XmlElement {
  const { hardware, name, uuid, title, description } = domain;
  const { cpu, disks } = hardware;
  const threads = threadsBefore(hardware, disks.length);
  const vcpus = Math.max(cpu.maximum ?? 0, cpu.vcpus);
  return laidOut(
    el(
      'domain',
      { type: hardware.type },
      el('name', {}, name),
      el('uuid', {}, uuid),
      title !== undefined && title !== '' && el('title', {}, title),
      description !== undefined && description !== '' && el('description', {}, description),
      domain.os && metadata(domain.os),
      el('memory', { unit: 'MiB' }, Math.max(hardware.maximumMiB ?? 0, hardware.memoryMiB)),
      el('currentMemory', { unit: 'MiB' }, hardware.memoryMiB),
      el('vcpu', { placement: 'static', current: vcpus === cpu.vcpus ? undefined : cpu.vcpus }, vcpus),
      threads > 0 && el('iothreads', {}, threads),
      osElement(domain),
      features(domain),
      cpuElement(cpu),
      clock(hardware),
      el('on_poweroff', {}, 'destroy'),
      el('on_reboot', {}, 'restart'),
      el('on_crash', {}, 'destroy'),
      // A guest that sleeps in the host's place wakes up for nobody.
      isX86(hardware) &&
        el('pm', {}, el('suspend-to-mem', { enabled: 'no' }), el('suspend-to-disk', { enabled: 'no' })),
      el('devices', {}, ...diskElements(domain), ...devicesFor(domain)),
    ),
  );
}

/** As virt-manager and GNOME Boxes read it. */
const metadata = ({ uri }: OperatingSystem): XmlElement =>
  el(
    'metadata',
    {},
    el('libosinfo:libosinfo', { 'xmlns:libosinfo': namespaces['libosinfo'] }, el('libosinfo:os', { id: uri })),
  );

/** libvirt chooses the firmware image where it can; older hosts are told which. */
function osElement({ hardware, capabilities }: NewDomain): XmlElement {
  const { arch, machine, firmware } = hardware;
  const type = el('type', { arch, machine }, 'hvm');
  if (firmware === 'bios') return el('os', {}, type);
  const secure = firmware === 'secureBoot';
  if (capabilities.os.firmware.includes('efi')) {
    const enabled = secure ? 'yes' : 'no';
    // Without secure boot any firmware will do whose keys aren't enrolled: some hosts have only builds that could.
    const wanted = [
      secure && el('feature', { enabled, name: 'secure-boot' }),
      el('feature', { enabled, name: 'enrolled-keys' }),
    ];
    return el('os', { firmware: 'efi' }, type, isX86(hardware) && el('firmware', {}, ...wanted));
  }
  const loader = efiLoader(capabilities.os.loaders, secure);
  return el(
    'os',
    {},
    type,
    loader !== undefined &&
      el('loader', { readonly: 'yes', secure: secure ? 'yes' : undefined, type: 'pflash' }, loader),
  );
}

function features({ hardware, capabilities }: NewDomain): Child {
  const x86 = isX86(hardware);
  if (!x86 && hardware.arch !== 'aarch64') return undefined;
  return el(
    'features',
    {},
    el('acpi'),
    x86 && el('apic'),
    hardware.hyperv && hyperv(hardware, capabilities),
    // Windows and SPICE misread the pointer by it (QEMU's VMware port).
    x86 && el('vmport', { state: 'off' }),
    x86 && hardware.firmware === 'secureBoot' && el('smm', { state: 'on' }),
  );
}

/** What makes Windows fast on KVM, in libvirt's order. `stimer` needs `synic`, that `vpindex`: hosts have all three or none. */
const enlightenments = [
  'relaxed',
  'vapic',
  'spinlocks',
  'vpindex',
  'runtime',
  'synic',
  'stimer',
  'frequencies',
  'tlbflush',
  'ipi',
] as const;
/** Every QEMU that libvirt still supports has them, also where the host doesn't tell. */
const oldest: readonly string[] = ['relaxed', 'vapic', 'spinlocks'];

function hyperv({ type }: Hardware, { hypervFeatures }: DomainCapabilities): Child {
  // Emulation knows some of the words, and gains nothing by them.
  if (type !== 'kvm') return undefined;
  const known = hypervFeatures.length > 0 ? hypervFeatures : oldest;
  const taken = enlightenments.filter((name) => known.includes(name));
  if (taken.length === 0) return undefined;
  const elements = taken.map((name) => el(name, { state: 'on', retries: name === 'spinlocks' ? 8191 : undefined }));
  return el('hyperv', { mode: 'custom' }, ...elements);
}

function cpuElement({ mode, model, topology }: Hardware['cpu']): Child {
  const { sockets, cores, threads } = topology ?? {};
  const inside = topology && el('topology', { sockets, cores, threads });
  switch (mode) {
    case 'hypervisor':
      return inside && el('cpu', {}, inside);
    case 'custom':
      return el(
        'cpu',
        { mode, match: 'exact', check: 'partial' },
        model !== undefined && el('model', { fallback: 'forbid' }, model),
        inside,
      );
    case 'host-passthrough':
    case 'host-model':
    case 'maximum':
      return el('cpu', { mode }, inside);
    default:
      return mode satisfies never;
  }
}

function clock(hardware: Hardware): XmlElement {
  if (!isX86(hardware)) return el('clock', { offset: hardware.clock });
  return el(
    'clock',
    { offset: hardware.clock },
    el('timer', { name: 'rtc', tickpolicy: 'catchup' }),
    el('timer', { name: 'pit', tickpolicy: 'delay' }),
    el('timer', { name: 'hpet', present: 'no' }),
    hardware.hyperv && hardware.type === 'kvm' && el('timer', { name: 'hypervclock', present: 'yes' }),
  );
}
