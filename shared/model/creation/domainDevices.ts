/** The devices of a new VM as elements. */
import { el, type Child } from '../../xml/build.ts';
import type { XmlElement } from '../../xml/element.ts';
import type { OsDevice } from '../os.ts';
import type { Hardware, NewNic } from './hardware.ts';
import type { NewDomain } from './newDomain.ts';

export const isX86 = ({ arch }: Pick<Hardware, 'arch'>): boolean => arch === 'x86_64' || arch === 'i686';

/** Machines whose devices sit on PCI Express. */
export const isPcie = ({ machine }: Pick<Hardware, 'machine'>): boolean => /q35|^virt/.test(machine);

/** Whether its system has the driver; a system that isn't known has. */
const drives = ({ os }: NewDomain, device: OsDevice): boolean => os === undefined || os.devices.includes(device);

/** In the order in which libvirt writes them. */
export const devicesFor = (domain: NewDomain): readonly Child[] => [
  ...controllers(domain),
  ...domain.hardware.nics.map((nic, index) => nicElement(nic, domain.macs[index])),
  el('console', { type: 'pty' }),
  ...channels(domain),
  ...inputs(domain.hardware),
  ...(domain.hardware.tpm ? [tpm(domain)] : []),
  ...display(domain.hardware),
  ...(domain.hardware.watchdog === 'none'
    ? []
    : [el('watchdog', { model: 'i6300esb', action: domain.hardware.watchdog })]),
  domain.hardware.balloon
    ? el('memballoon', { model: 'virtio' }, el('stats', { period: 5 }))
    : el('memballoon', { model: 'none' }),
  domain.hardware.rng && el('rng', { model: 'virtio' }, el('backend', { model: 'random' }, '/dev/urandom')),
];

/** Free ports for what is plugged in later: a running guest can't be given any. */
const ROOT_PORTS = 14;

function controllers(domain: NewDomain): readonly XmlElement[] {
  const { hardware } = domain;
  const { disks } = hardware;
  const scsi = disks.some(({ bus }) => bus === 'scsi') || hardware.cdrom === 'scsi';
  const threaded = disks.findIndex(({ bus, iothread }) => bus === 'scsi' && iothread === true);
  const thread = threaded < 0 ? undefined : threadsBefore(hardware, threaded) + 1;
  const model = drives(domain, 'virtio-scsi') ? 'virtio-scsi' : 'lsilogic';
  return [
    ...(isPcie(hardware)
      ? [
          el('controller', { type: 'pci', model: 'pcie-root' }),
          ...Array.from({ length: ROOT_PORTS }, () => el('controller', { type: 'pci', model: 'pcie-root-port' })),
        ]
      : []),
    // Older systems get what libvirt chooses for the machine.
    ...(drives(domain, 'xhci') && (isPcie(hardware) || hardware.rng)
      ? [el('controller', { type: 'usb', model: 'qemu-xhci', ports: 15 })]
      : []),
    ...(scsi
      ? [
          el(
            'controller',
            { type: 'scsi', index: 0, model },
            thread !== undefined && model === 'virtio-scsi' && el('driver', { iothread: thread }),
          ),
        ]
      : []),
  ];
}

const threaded = ({ iothread, bus }: Hardware['disks'][number]): boolean =>
  iothread === true && (bus === 'virtio' || bus === 'scsi');

/** I/O threads are numbered from 1, one for each virtio disk that has one, and one for all SCSI disks together. */
export function threadsBefore({ disks }: Pick<Hardware, 'disks'>, index: number): number {
  const before = disks.slice(0, index).filter(threaded);
  const scsi = before.some(({ bus }) => bus === 'scsi');
  return before.filter(({ bus }) => bus === 'virtio').length + (scsi ? 1 : 0);
}

export const threadOf = (hardware: Pick<Hardware, 'disks'>, index: number): number | undefined => {
  const disk = hardware.disks[index];
  return disk !== undefined && disk.bus === 'virtio' && threaded(disk) ? threadsBefore(hardware, index) + 1 : undefined;
};

const interfaceTypes = { network: 'network', bridge: 'bridge', macvtap: 'direct', user: 'user' } as const;

function nicElement({ source, model, vlan }: NewNic, mac: string | undefined): XmlElement {
  return el(
    'interface',
    { type: interfaceTypes[source.kind] },
    mac !== undefined && el('mac', { address: mac }),
    nicSource(source),
    vlan !== undefined && el('vlan', {}, el('tag', { id: vlan })),
    el('model', { type: model }),
    ...(source.kind === 'user' ? forwards(source.portForwards) : []),
  );
}

function nicSource(source: NewNic['source']): Child {
  switch (source.kind) {
    case 'network':
      return el('source', { network: source.network, portgroup: source.portgroup });
    case 'bridge':
      return el('source', { bridge: source.bridge });
    case 'macvtap':
      return el('source', { dev: source.device, mode: source.mode });
    case 'user':
      return undefined;
    default:
      return source satisfies never;
  }
}

/** Only passt forwards; without forwards QEMU's own NAT does, which every host has. */
const forwards = (ports: Extract<NewNic['source'], { kind: 'user' }>['portForwards']): readonly XmlElement[] =>
  ports.length === 0
    ? []
    : [
        ...ports.map(({ protocol, address, hostPort, guestPort }) =>
          el('portForward', { proto: protocol, address }, el('range', { start: hostPort, to: guestPort })),
        ),
        el('backend', { type: 'passt' }),
      ];

function channels({ hardware, capabilities }: NewDomain): readonly XmlElement[] {
  const named = (name: string) => el('target', { type: 'virtio', name });
  // The clipboard without SPICE: QEMU speaks with the guest's spice-vdagent itself.
  const clipboard = (capabilities.enums['channel.type'] ?? []).includes('qemu-vdagent');
  return [
    ...(hardware.guestAgent ? [el('channel', { type: 'unix' }, named('org.qemu.guest_agent.0'))] : []),
    ...(hardware.graphics === 'spice' ? [el('channel', { type: 'spicevmc' }, named('com.redhat.spice.0'))] : []),
    ...(hardware.graphics === 'vnc' && hardware.guestAgent && clipboard
      ? [
          el(
            'channel',
            { type: 'qemu-vdagent' },
            el('source', {}, el('clipboard', { copypaste: 'yes' }), el('mouse', { mode: 'client' })),
            named('com.redhat.spice.0'),
          ),
        ]
      : []),
  ];
}

const inputs = (hardware: Hardware): readonly XmlElement[] => [
  ...(hardware.tablet ? [el('input', { type: 'tablet', bus: 'usb' })] : []),
  // Only PCs have one of their own.
  ...(!isX86(hardware) && hardware.graphics !== 'none' ? [el('input', { type: 'keyboard', bus: 'usb' })] : []),
];

function tpm({ capabilities }: NewDomain): XmlElement {
  const models = capabilities.enums['tpm.model'] ?? [];
  const model = models.length === 0 || models.includes('tpm-crb') ? 'tpm-crb' : (models[0] ?? 'tpm-tis');
  return el('tpm', { model }, el('backend', { type: 'emulator', version: '2.0' }));
}

/** Only the host itself reaches the server: viewers come through the host's connection. */
const display = (hardware: Hardware): readonly XmlElement[] => [
  ...(hardware.graphics === 'none'
    ? []
    : [
        el(
          'graphics',
          { type: hardware.graphics, port: -1, autoport: 'yes' },
          el('listen', { type: 'address', address: '127.0.0.1' }),
        ),
      ]),
  ...(hardware.sound ? [el('sound', { model: isPcie(hardware) ? 'ich9' : 'ich6' })] : []),
  ...(hardware.graphics === 'none' ? [] : [el('video', {}, el('model', { type: hardware.video }))]),
];
