/** Definitions of new VMs, for many systems and sources: valid by libvirt's RELAX NG schema, and taken by a real daemon. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { RelaxNGValidator, XmlDocument } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCapabilitiesXml } from '../../shared/model/capabilities.ts';
import { guestChoices, type GuestChoice } from '../../shared/model/creation/choices.ts';
import { defaultsFor } from '../../shared/model/creation/defaults.ts';
import { definitionOf } from '../../shared/model/creation/definition.ts';
import type { Firmware, Hardware } from '../../shared/model/creation/hardware.ts';
import { addInstallation, type Installation } from '../../shared/model/creation/installation.ts';
import type { ImageSource } from '../../shared/model/creation/newDomain.ts';
import type { SourceKind } from '../../shared/model/creation/sources.ts';
import type { StoragePool } from '../../shared/model/storagePool.ts';
import { readDomainCapabilities, type DomainCapabilities } from '../../shared/model/domainCapabilities.ts';
import type { OperatingSystem } from '../../shared/model/os.ts';
import { serializeElement } from '../../shared/xml/serialize.ts';
import { startLab, type Lab, type LabHost } from '../lab/lab.ts';
import { PackagesMissing } from '../lab/packages.ts';

const systems: readonly OperatingSystem[] = JSON.parse(
  readFileSync(new URL('../../assets/osDatabase.json', import.meta.url), 'utf8'),
);

interface Combination {
  /** Of the database; absent: unknown. */
  readonly os?: string;
  readonly source: SourceKind;
  readonly firmware?: Firmware;
  readonly arch?: string;
  readonly compatible?: boolean;
  readonly change?: Partial<Hardware>;
}

const everything: Partial<Hardware> = {
  cpu: { vcpus: 2, maximum: 4, mode: 'maximum', topology: { sockets: 1, cores: 2, threads: 2 } },
  memoryMiB: 512,
  maximumMiB: 1024,
  sound: true,
  watchdog: 'reset',
  rng: true,
  cdrom: 'scsi',
  nics: [
    { source: { kind: 'network', network: 'default' }, model: 'virtio', mac: '52:54:00:00:00:10' },
    { source: { kind: 'bridge', bridge: 'br0' }, model: 'e1000e', vlan: 7 },
    { source: { kind: 'macvtap', device: 'eth0', mode: 'bridge' }, model: 'virtio' },
    {
      source: {
        kind: 'user',
        portForwards: [{ protocol: 'tcp', address: '127.0.0.1', hostPort: 2222, guestPort: 22 }],
      },
      model: 'virtio',
    },
  ],
};

const combinations: readonly Combination[] = [
  { os: 'debian12', source: 'iso' },
  { os: 'debian12', source: 'iso', firmware: 'bios' },
  { os: 'debian12', source: 'iso', firmware: 'secureBoot' },
  { os: 'debian12', source: 'cloud' },
  { os: 'debian12', source: 'iso', arch: 'aarch64' },
  { os: 'debian7', source: 'iso' },
  { os: 'ubuntu24.04', source: 'iso' },
  { os: 'ubuntu24.04', source: 'cloud', arch: 'aarch64' },
  { os: 'fedora43', source: 'tree' },
  { os: 'fedora40', source: 'pxe', firmware: 'efi' },
  { os: 'rhel9.0', source: 'iso' },
  { os: 'rhel4.0', source: 'iso' },
  { os: 'opensuse15.5', source: 'tree' },
  { os: 'archlinux', source: 'import' },
  { os: 'win10', source: 'iso' },
  { os: 'win11', source: 'iso' },
  { os: 'win2k22', source: 'iso' },
  { os: 'win7', source: 'import' },
  { os: 'winxp', source: 'iso' },
  { os: 'freebsd14.3', source: 'iso' },
  { os: 'openbsd7.0', source: 'iso' },
  { os: 'netbsd9.0', source: 'blank' },
  { os: 'solaris11', source: 'iso' },
  { os: 'alpinelinux3.18', source: 'iso' },
  { source: 'blank' },
  { source: 'import' },
  { source: 'blank', compatible: true },
  { source: 'iso', arch: 'aarch64' },
  { source: 'iso', change: everything },
];

const diskPath = '/var/lib/libvirt/images/new.qcow2';
const disk: ImageSource = { kind: 'file', path: diskPath, format: 'qcow2' };
const iso: ImageSource = { kind: 'file', path: '/var/lib/libvirt/images/install.iso', format: 'raw' };
const installations: Readonly<Record<SourceKind, Installation | undefined>> = {
  iso: {
    media: [iso, { kind: 'url', url: 'https://mirror.example/drivers.iso' }],
    boot: 'media',
    endsWithReboot: true,
  },
  tree: {
    media: [],
    boot: 'disk',
    kernel: { kernel: '/boot/vmlinuz', initrd: '/boot/initrd', arguments: "inst.repo=https://mirror/?a=b&c='d'" },
    endsWithReboot: true,
  },
  pxe: { media: [], boot: 'network', endsWithReboot: true },
  cloud: { media: [iso], boot: 'disk', endsWithReboot: false },
  import: undefined,
  xml: undefined,
  blank: undefined,
};

const nameOf = ({ os = 'unknown system', source, firmware, arch, compatible, change }: Combination): string =>
  [os, source, firmware, arch, compatible && 'compatible', change && 'with more hardware'].filter(Boolean).join(', ');

/** Firmware, a TPM and another architecture, so that nothing has to be left out. */
const firmware = ['ovmf', 'qemu-efi-aarch64', 'qemu-system-arm'];
const tpm = ['swtpm', 'swtpm-libs', 'swtpm-tools', 'libtpms0', 'libjson-glib-1.0-0', 'libjson-glib-1.0-common'];

let lab: Lab;
/** Why nothing here can run. */
let missing: string | undefined;
let h1: LabHost;
let guests: readonly GuestChoice[];
let validator: RelaxNGValidator;
const known = new Map<string, DomainCapabilities>();

beforeAll(async () => {
  try {
    lab = await startLab({ packages: [...firmware, ...tpm] });
  } catch (thrown) {
    if (!(thrown instanceof PackagesMissing)) throw thrown;
    missing = thrown.message;
    return;
  }
  h1 = lab.host('h1');
  guests = guestChoices(readCapabilitiesXml(await h1.virsh('capabilities')));
  await h1.virsh('vol-create-as', 'default', 'new.qcow2', '1M', '--format', 'qcow2');
  await h1.virsh('vol-create-as', 'default', 'install.iso', '1M', '--format', 'raw');
  xmlRegisterFsInputProviders();
  const schema = '/usr/share/libvirt/schemas/domain.rng';
  using document = XmlDocument.fromString(readFileSync(schema, 'utf8'), { url: schema });
  validator = RelaxNGValidator.fromDoc(document);
}, 400_000);
beforeEach(({ skip }) => skip(missing !== undefined, missing));
afterAll(async () => {
  if (missing !== undefined) return;
  validator.dispose();
  await lab.down();
});

/** What the host says of itself, for the machine that this combination gets. */
async function capabilitiesOf(combination: Combination): Promise<DomainCapabilities> {
  const { arch = 'x86_64' } = combination;
  const { machines: [usual = 'none'] = [] } = guests.find((guest) => guest.arch === arch) ?? {};
  const ofUsual = await capabilitiesOn(arch, usual);
  const { machine } = hardwareFor(combination, ofUsual);
  return machine === usual ? ofUsual : await capabilitiesOn(arch, machine);
}

async function capabilitiesOn(arch: string, machine: string): Promise<DomainCapabilities> {
  const words = ['--virttype', 'qemu', '--arch', arch, '--machine', machine];
  const capabilities = known.get(words.join()) ?? readDomainCapabilities(await h1.virsh('domcapabilities', ...words));
  known.set(words.join(), capabilities);
  return capabilities;
}

function hardwareFor(combination: Combination, capabilities: DomainCapabilities): Hardware {
  const { source, compatible = false, firmware, change } = combination;
  const { hardware } = defaultsFor({ os: systemOf(combination), compatible }, source, {
    capabilities,
    guests,
    type: 'qemu',
    pools: [pool],
    networks: [],
    interfaces: [],
    ...(firmware !== undefined && { firmware }),
  });
  const [disk] = hardware.disks;
  if (disk === undefined) throw new Error('no disk');
  const content = { kind: 'path', path: diskPath, format: 'qcow2' } as const;
  return { ...hardware, disks: [{ ...disk, content, serial: 'a' }], ...change };
}

const pool: StoragePool = {
  uuid: randomUUID(),
  name: 'default',
  type: 'dir',
  state: 'running',
  persistent: true,
  autostart: true,
  capacityBytes: 1e12,
  allocationBytes: 0,
  availableBytes: 1e12,
};

function systemOf({ os: id }: Combination): OperatingSystem | undefined {
  const os = systems.find((each) => each.id === id);
  if (id !== undefined && os === undefined) throw new Error(`${id} is not in the database`);
  return os;
}

/** The definition, and where there is one that of the installation. */
function definitions(combination: Combination, capabilities: DomainCapabilities): readonly string[] {
  const os = systemOf(combination);
  const make = () =>
    definitionOf({
      name: `t-${randomUUID().slice(0, 8)}`,
      uuid: randomUUID(),
      title: 'A <title>',
      description: 'Two\nlines & more',
      ...(os && { os }),
      hardware: hardwareFor(combination, capabilities),
      capabilities,
      disks: [disk],
      macs: [],
    });
  const installation = installations[combination.source];
  if (installation === undefined) return [serializeElement(make())];
  const installing = make();
  addInstallation(installing, installation);
  return [serializeElement(make()), serializeElement(installing)];
}

/** Hosts before libvirt 5.2, and those without descriptors of their firmware: they are told its file. */
const withoutChoice = (capabilities: DomainCapabilities): DomainCapabilities => ({
  ...capabilities,
  os: { ...capabilities.os, firmware: [] },
});

const withoutPasst = (xml: string): string => xml.replace(/<portForward[^]*<backend type='passt'\/>/, '');

function checkSchema(xml: string): void {
  using document = XmlDocument.fromString(xml);
  expect(() => validator.validate(document)).not.toThrow();
}

const nameIn = (xml: string): string => /<name>([^<]*)/.exec(xml)?.[1] ?? '';

/** Has virsh do this with a definition, in one go; `FILE` and `NAME` stand for it. @returns what virsh said */
async function withDefinition(xml: string, words: readonly string[]): Promise<string> {
  const file = `/tmp/${randomUUID()}.xml`;
  const commands = words.map((each) => each.replace('FILE', file).replace('NAME', nameIn(xml))).join('; ');
  const script = `cat >${file}; virsh -q -c qemu:///system "${commands}"; code=$?; rm ${file}; exit $code`;
  return await h1.exec(['sh', '-c', script], { input: xml, timeoutMs: 120_000 });
}

test('there are twenty combinations and more, of which no two are the same', () => {
  expect(new Set(combinations.map(nameOf)).size).toBeGreaterThanOrEqual(20);
  expect(new Set(combinations.map(({ os }) => os)).size).toBeGreaterThanOrEqual(20);
  expect(new Set(combinations.map(({ source }) => source)).size).toBeGreaterThanOrEqual(6);
});

describe('libvirt takes the definition of a new VM', () => {
  test.each(combinations.map((each) => [nameOf(each), each] as const))('%s', async (_, combination) => {
    const capabilities = await capabilitiesOf(combination);
    const modern = definitions(combination, capabilities);
    const older = definitions(combination, withoutChoice(capabilities));
    for (const xml of [...modern, ...older]) checkSchema(xml);
    // libvirt 9.0 knows passt in its schema, and in Debian is built without.
    const here =
      capabilities.enums['interface.backendType']?.includes('passt') === true ? modern : modern.map(withoutPasst);
    for (const xml of here) {
      const words = ['define --validate FILE', 'dumpxml --inactive NAME', 'undefine --nvram --tpm NAME'];
      expect(await withDefinition(xml, words)).toContain(`<name>${nameIn(xml)}</name>`);
    }
  });
});

describe('QEMU starts what is defined', () => {
  const cases: readonly (readonly [Combination, readonly string[]])[] = [
    [{ os: 'win11', source: 'iso' }, ["firmware='efi'", "name='secure-boot'", '<tpm ', "state='on'"]],
    [{ os: 'debian12', source: 'import', arch: 'aarch64' }, ["arch='aarch64'", 'pflash']],
    [{ os: 'freebsd14.3', source: 'blank' }, ["machine='pc-i440fx", "bus='virtio'"]],
    [{ os: 'winxp', source: 'blank' }, ["bus='ide'", "machine='pc-i440fx"]],
    [{ source: 'blank' }, ["bus='virtio'"]],
  ];
  test.each(cases.map((each) => [nameOf(each[0]), ...each] as const))('%s', async (_, combination, parts) => {
    const [xml = ''] = definitions(combination, await capabilitiesOf(combination));
    const small = xml.replace(/<(memory|currentMemory) unit='MiB'>\d+/g, "<$1 unit='MiB'>512");
    const words = ['define --validate FILE', 'start --paused NAME', 'dumpxml NAME'];
    const live = await withDefinition(small, [...words, 'destroy NAME', 'undefine --nvram --tpm NAME']);
    for (const part of parts) expect(live).toContain(part);
  });
});
