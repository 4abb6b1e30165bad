import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseXml } from '../../xml/parse.ts';
import { serializeElement } from '../../xml/serialize.ts';
import type { XmlElement } from '../../xml/element.ts';
import { readDomainCapabilities, type DomainCapabilities } from '../domainCapabilities.ts';
import type { OperatingSystem } from '../os.ts';
import { defaultsFor } from './defaults.ts';
import { definitionOf } from './definition.ts';
import type { Hardware } from './hardware.ts';
import { addInstallation, removeInstallation, type Installation } from './installation.ts';
import type { ImageSource } from './newDomain.ts';
import type { SourceKind } from './sources.ts';

const database: readonly OperatingSystem[] = JSON.parse(
  readFileSync(new URL('../../../assets/osDatabase.json', import.meta.url), 'utf8'),
);

function system(id: string): OperatingSystem {
  const found = database.find((each) => each.id === id);
  if (found === undefined) throw new Error(`${id} is not in the database`);
  return found;
}

const enumOf = (name: string, ...values: readonly string[]): string =>
  `<enum name='${name}'>${values.map((value) => `<value>${value}</value>`).join('')}</enum>`;

function host({ type = 'kvm', arch = 'x86_64', firmware = ['bios', 'efi'], hyperv = ['relaxed', 'vapic'] } = {}) {
  return readDomainCapabilities(`<domainCapabilities><path>/usr/bin/qemu</path><domain>${type}</domain>
    <machine>pc-q35-8.0</machine><arch>${arch}</arch><vcpu max='64'/><iothreads supported='yes'/>
    <os supported='yes'>${enumOf('firmware', ...firmware)}
    <loader supported='yes'><value>/fw/OVMF_CODE.fd</value><value>/fw/OVMF_CODE.secboot.fd</value>${enumOf('secure', 'yes', 'no')}</loader></os>
    <cpu><mode name='host-passthrough' supported='yes'/><mode name='maximum' supported='yes'/></cpu>
    <devices><disk supported='yes'>${enumOf('bus', 'virtio', 'scsi', 'sata', 'ide', 'usb')}</disk>
    <graphics supported='yes'>${enumOf('type', 'vnc')}</graphics>
    <video supported='yes'>${enumOf('modelType', 'vga', 'virtio', 'bochs', 'ramfb')}</video>
    <tpm supported='yes'>${enumOf('model', 'tpm-tis', 'tpm-crb')}${enumOf('backendModel', 'emulator')}</tpm></devices>
    <features><hyperv supported='yes'>${enumOf('features', ...hyperv)}</hyperv></features></domainCapabilities>`);
}

interface Wanted {
  readonly os?: OperatingSystem;
  readonly source?: SourceKind;
  readonly compatible?: boolean;
  readonly capabilities?: DomainCapabilities;
  readonly change?: Partial<Hardware>;
}

const image: ImageSource = { kind: 'file', path: '/images/new.qcow2', format: 'qcow2' };
const cd: ImageSource = { kind: 'file', path: '/images/install.iso', format: 'raw' };

function made({ os, source = 'iso', compatible = false, capabilities = host(), change = {} }: Wanted): XmlElement {
  const machines = capabilities.arch === 'x86_64' ? ['q35', 'pc'] : ['virt'];
  const type = capabilities.domain === 'kvm' ? 'kvm' : 'qemu';
  const { hardware } = defaultsFor({ os, compatible }, source, {
    capabilities,
    type,
    guests: [{ type, arch: capabilities.arch, machines }],
    pools: [],
    networks: [],
    interfaces: [],
  });
  const disk = { content: { kind: 'path', path: '/images/new.qcow2', format: 'qcow2' }, bus: 'virtio' } as const;
  return definitionOf({
    name: 'new',
    uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f',
    ...(os && { os }),
    hardware: { ...hardware, disks: [{ ...disk, discard: true }], ...change },
    capabilities,
    disks: [image],
    macs: ['52:54:00:00:00:01'],
  });
}

const text = (root: XmlElement): string => serializeElement(root);
/** Without the white space between elements, to look for several in a row. */
const packed = (root: XmlElement): string => text(root).replaceAll(/>\s+</g, '><');

describe('the definition of a new VM', () => {
  test('lists its parts a line each, as libvirt does', () => {
    expect(text(made({})).split('\n').slice(0, 3)).toEqual([
      "<domain type='kvm'>",
      '  <name>new</name>',
      '  <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>',
    ]);
  });

  test('names the system where other programs look for it', () => {
    const root = parseXml(text(made({ os: system('debian12') }))).root;
    expect(root.child('metadata')?.child('libosinfo:libosinfo')?.child('libosinfo:os')?.attribute('id')).toBe(
      'http://debian.org/debian/12',
    );
  });

  test('leaves room for hotplug on PCI Express', () => {
    expect(packed(made({})).match(/pcie-root-port/g)).toHaveLength(14);
    expect(packed(made({ change: { machine: 'pc' } }))).not.toContain('pcie-root');
  });

  test('boots from the first disk', () => {
    expect(packed(made({}))).toContain("<target dev='vda' bus='virtio'/><boot order='1'/>");
  });

  test('writes vCPUs and memory that can be added later as maximum and current', () => {
    const cpu = { vcpus: 2, maximum: 8, mode: 'maximum' } as const;
    const xml = packed(made({ change: { cpu, memoryMiB: 1024, maximumMiB: 4096 } }));
    expect(xml).toContain("<vcpu placement='static' current='2'>8</vcpu>");
    expect(xml).toContain("<memory unit='MiB'>4096</memory><currentMemory unit='MiB'>1024</currentMemory>");
  });

  test('leaves room for as many vCPUs again, where the system can do with more while it runs', () => {
    const room = (wanted: Wanted): string | undefined => made(wanted).child('vcpu')?.attribute('current');
    expect(packed(made({ os: system('debian12') }))).toContain("<vcpu placement='static' current='2'>4</vcpu>");
    expect(room({})).toBe('2');
    expect(room({ os: system('win11') })).toBeUndefined();
    expect(room({ os: system('rhel4.0') })).toBeUndefined();
    expect(room({ capabilities: host({ arch: 'aarch64' }) })).toBeUndefined();
  });

  test('puts the drive for the seed where the kernels of ready images see it', () => {
    const driveOf = (wanted: Wanted): string => packed(made({ source: 'cloud', ...wanted }));
    expect(driveOf({ os: system('debian12') })).toContain(
      "device='cdrom'><driver name='qemu' type='raw'/><target dev='sda' bus='scsi'/>",
    );
    expect(driveOf({ os: system('debian12') })).toContain("<controller type='scsi' index='0' model='virtio-scsi'/>");
    expect(packed(made({ os: system('debian12') }))).toContain("<target dev='sda' bus='sata'/>");
  });

  test('counts targets by their prefix, and I/O threads from 1', () => {
    const disk = { content: { kind: 'path', path: '/a', format: 'raw' }, discard: false } as const;
    const capabilities = host();
    const root = definitionOf({
      name: 'n',
      uuid: 'u',
      capabilities,
      macs: [],
      disks: [image, image, image, image],
      hardware: {
        ...defaultsFor({ os: undefined, compatible: false }, 'blank', {
          capabilities,
          type: 'kvm',
          guests: [],
          pools: [],
          networks: [],
          interfaces: [],
        }).hardware,
        cdrom: 'sata',
        disks: [
          { ...disk, bus: 'virtio', iothread: true },
          { ...disk, bus: 'scsi', iothread: true },
          { ...disk, bus: 'virtio', iothread: true },
          { ...disk, bus: 'sata' },
        ],
      },
    });
    const devices = root.child('devices');
    expect(devices?.childrenNamed('disk').map((each) => each.child('target')?.attribute('dev'))).toEqual([
      'vda',
      'sda',
      'vdb',
      'sdb',
      'sdc',
    ]);
    expect(root.child('iothreads')?.text).toBe('3');
    expect(devices?.childrenNamed('disk').map((each) => each.child('driver')?.attribute('iothread'))).toEqual([
      '1',
      undefined,
      '3',
      undefined,
      undefined,
    ]);
    expect(packed(root)).toContain("<driver iothread='2'/></controller>");
  });
});

describe('what a system decides', () => {
  test('Windows: cores instead of sockets, local time, enlightenments the host has and no others', () => {
    const xml = packed(made({ os: system('win11') }));
    expect(xml).toMatch(/<topology sockets='1' cores='\d+' threads='1'\/>/);
    expect(xml).toContain("<clock offset='localtime'>");
    expect(xml).toContain("<hyperv mode='custom'><relaxed state='on'/><vapic state='on'/></hyperv>");
    expect(xml).toContain("<timer name='hypervclock' present='yes'/>");
  });

  test('Windows 11: secure boot with enrolled keys, SMM and a TPM', () => {
    const xml = packed(made({ os: system('win11') }));
    expect(xml).toContain("<feature enabled='yes' name='secure-boot'/><feature enabled='yes' name='enrolled-keys'/>");
    expect(xml).toContain("<smm state='on'/>");
    expect(xml).toContain("<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>");
  });

  test('emulated Windows gets no enlightenments: only KVM has them', () => {
    expect(packed(made({ os: system('win10'), capabilities: host({ type: 'qemu' }) }))).not.toContain('hyperv');
  });

  test('an unknown system gets virtio; in the compatible way nothing that needs a driver', () => {
    expect(packed(made({}))).toContain("<model type='virtio'/>");
    const old = packed(made({ compatible: true, change: { disks: [] } }));
    expect(old).not.toContain("'virtio'");
  });

  test('where libvirt cannot choose the firmware, its image is named', () => {
    const xml = packed(made({ capabilities: host({ firmware: [] }), change: { firmware: 'efi' } }));
    expect(xml).toContain("<loader readonly='yes' type='pflash'>/fw/OVMF_CODE.fd</loader>");
  });

  test('other architectures have no timers, power states and ports of PCs', () => {
    const xml = packed(made({ capabilities: host({ type: 'qemu', arch: 'aarch64' }), os: system('debian12') }));
    expect(xml).toContain("<type arch='aarch64' machine='virt'>hvm</type>");
    expect(xml).not.toMatch(/<timer|<pm>|vmport|<apic/);
    expect(xml).toContain("<input type='keyboard' bus='usb'/>");
  });
});

describe('network cards', () => {
  const nic = (source: Hardware['nics'][number]['source']): string =>
    packed(made({ change: { nics: [{ source, model: 'virtio', vlan: 7 }] } }));

  const sources: readonly (readonly [Hardware['nics'][number]['source'], string])[] = [
    [{ kind: 'network', network: 'lan', portgroup: 'web' }, "<source network='lan' portgroup='web'/>"],
    [{ kind: 'bridge', bridge: 'br0' }, "<interface type='bridge'>"],
    [{ kind: 'macvtap', device: 'eth0', mode: 'vepa' }, "<source dev='eth0' mode='vepa'/>"],
    [{ kind: 'user', portForwards: [] }, "<interface type='user'><mac address='52:54:00:00:00:01'/><vlan>"],
  ];
  test.each(sources)('%o', (source, expected) => {
    expect(nic(source)).toContain(expected);
    expect(nic(source)).toContain("<vlan><tag id='7'/></vlan>");
  });

  test('ports are forwarded by passt', () => {
    const forward = { protocol: 'tcp', hostPort: 2222, guestPort: 22 } as const;
    expect(nic({ kind: 'user', portForwards: [forward] })).toContain(
      "<portForward proto='tcp'><range start='2222' to='22'/></portForward><backend type='passt'/>",
    );
  });
});

describe('an installation', () => {
  const fromCd: Installation = { media: [cd], boot: 'media', endsWithReboot: true };

  test('from a medium starts the medium first, and ends with the first reboot', () => {
    const root = made({});
    addInstallation(root, fromCd);
    const xml = packed(root);
    expect(xml).toContain("<source file='/images/install.iso'/>");
    expect(xml).toMatch(/<target dev='sda' bus='sata'\/><readonly\/><boot order='1'\/>/);
    expect(xml).toMatch(/<target dev='vda' bus='virtio'\/><boot order='2'\/>/);
    expect(xml).toContain('<on_reboot>destroy</on_reboot>');
  });

  test('of a system that reboots several times leaves the disk first, which is skipped while it is empty', () => {
    const root = made({});
    addInstallation(root, { media: [cd], boot: 'diskOrMedia', endsWithReboot: false });
    const xml = packed(root);
    expect(xml).toMatch(/<target dev='vda' bus='virtio'\/><boot order='1'\/>/);
    expect(xml).toMatch(/<readonly\/><boot order='2'\/>/);
    expect(xml).toContain('<on_reboot>restart</on_reboot>');
  });

  const installations: Readonly<Record<string, Installation>> = {
    'from a CD': fromCd,
    'from a CD, with a CD of drivers': { ...fromCd, media: [cd, { ...cd, path: '/images/drivers.iso' }] },
    'by a URL': { ...fromCd, media: [{ kind: 'url', url: 'https://mirror.example/debian/mini.iso' }] },
    'from a tree': {
      media: [],
      boot: 'disk',
      kernel: { kernel: '/k', initrd: '/i', arguments: 'inst.repo=http://a/?b&c' },
      endsWithReboot: true,
    },
    'over the network': { media: [], boot: 'network', endsWithReboot: true },
    'of Windows': { media: [cd], boot: 'diskOrMedia', endsWithReboot: false },
  };

  test.each(Object.entries(installations))('%s is taken off again without a trace', (_, installation) => {
    const before = made({ os: system('debian12') });
    const root = parseXml(text(before)).root;
    addInstallation(root, installation);
    expect(packed(root)).not.toBe(packed(before));
    removeInstallation(root, installation);
    expect(packed(root)).toBe(packed(before));
  });

  test('is taken off without touching what was edited meanwhile', () => {
    const root = made({});
    addInstallation(root, fromCd);
    root.child('memory')?.setText('8192');
    removeInstallation(root, fromCd);
    expect(root.child('memory')?.text).toBe('8192');
  });
});
