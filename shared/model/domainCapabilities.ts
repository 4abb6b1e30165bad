/** What a hypervisor of a host can do for one architecture, machine and domain type (formatdomaincaps). */
import { integer, string, yesNo } from '../xml/codec.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { attribute, list, readAll, text } from '../xml/property.ts';

const table = {
  path: text('path', string),
  domain: text('domain', string),
  machine: text('machine', string),
  arch: text('arch', string),
  maxVcpus: attribute('vcpu/@max', integer),
  iothreads: attribute('iothreads/@supported', yesNo),
  loaders: list('os/loader/value', string),
};
const supportedAttribute = attribute('@supported', yesNo);
const nameAttribute = attribute('@name', string);
const values = list('value', string);
const modelTable = {
  name: text('model', string),
  vendor: text('vendor', string),
};
const cpuModelTable = {
  usable: attribute('@usable', string),
  vendor: attribute('@vendor', string),
  canonical: attribute('@canonical', string),
  deprecated: attribute('@deprecated', yesNo),
};
const feature = { name: attribute('@name', string), policy: attribute('@policy', string) };
const sevTable = {
  cbitPosition: text('cbitpos', integer),
  reducedPhysicalBits: text('reducedPhysBits', integer),
  maxGuests: text('maxGuests', integer),
  maxEsGuests: text('maxESGuests', integer),
};

export interface CpuModel {
  readonly name: string;
  /** `unknown` where the hypervisor doesn't tell (emulation of another architecture). */
  readonly usable: 'yes' | 'no' | 'unknown';
  readonly vendor?: string;
  /** What an alias stands for. */
  readonly canonical?: string;
  readonly deprecated: boolean;
}

export interface CpuMode {
  /** host-passthrough, maximum, host-model, custom. */
  readonly name: string;
  readonly supported: boolean;
  /** Of host-model: what it comes down to on this host. */
  readonly model?: string;
  readonly vendor?: string;
  readonly features: readonly { readonly name: string; readonly policy: string }[];
  /** Of custom: what may be chosen. */
  readonly models: readonly CpuModel[];
}

export interface SevCapabilities {
  readonly cbitPosition?: number;
  readonly reducedPhysicalBits?: number;
  readonly maxGuests?: number;
  readonly maxEsGuests?: number;
}

export interface DomainCapabilities {
  /** The emulator. */
  readonly path: string;
  /** kvm, qemu... */
  readonly domain: string;
  /** Never an alias: `pc-q35-7.2`. */
  readonly machine: string;
  readonly arch: string;
  readonly maxVcpus?: number;
  readonly iothreads: boolean;
  readonly os: {
    /** bios, efi: what `<os firmware>` may be; empty where the host has no firmware descriptors. */
    readonly firmware: readonly string[];
    readonly loaderTypes: readonly string[];
    readonly loaderReadonly: readonly string[];
    /** Includes `yes` where a firmware with secure boot is there. */
    readonly loaderSecure: readonly string[];
    /** Firmware images of the host for this architecture and machine. */
    readonly loaders: readonly string[];
  };
  readonly cpuModes: readonly CpuMode[];
  readonly hypervFeatures: readonly string[];
  /** Of `<features>`: sev, sgx, backup, genid, vmcoreinfo, gic... whether each is there; what isn't named is not known. */
  readonly features: Readonly<Record<string, boolean>>;
  readonly sev?: SevCapabilities;
  readonly gicVersions: readonly string[];
  /**
   * Values by element and enum name: 'disk.bus', 'video.modelType', 'memoryBacking.sourceType'. Only of what is supported; what isn't
   * named this libvirt doesn't tell, which is not "none".
   */
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** By element: 'disk', 'tpm', 'memoryBacking'. What isn't named this libvirt doesn't tell. */
  readonly supported: Readonly<Record<string, boolean>>;
}

/** @throws AppError `invalidArgument` when the text is no XML */
export function readDomainCapabilities(xml: string): DomainCapabilities {
  const { root } = parseXml(xml);
  const {
    path = '',
    domain = '',
    machine = '',
    arch = '',
    maxVcpus,
    iothreads = false,
    loaders = [],
  } = readAll(table, root);
  const features = root.child('features')?.children ?? [];
  const owners = [
    ...root.children.filter((element) => element.name !== 'os' && element.name !== 'cpu'),
    ...(root.child('os')?.children.filter((element) => element.name === 'loader') ?? []),
    ...(root.child('devices')?.children ?? []),
    ...features,
  ];
  const enums: Record<string, readonly string[]> = Object.assign({}, ...owners.map(enumsOf));
  const sev = features.find((element) => element.name === 'sev' && isSupported(element));
  return {
    path,
    domain,
    machine,
    arch,
    ...(maxVcpus !== undefined && { maxVcpus }),
    iothreads,
    os: {
      firmware: enumsOf(root.child('os'))['os.firmware'] ?? [],
      loaderTypes: enums['loader.type'] ?? [],
      loaderReadonly: enums['loader.readonly'] ?? [],
      loaderSecure: enums['loader.secure'] ?? [],
      loaders,
    },
    cpuModes: (root.child('cpu')?.childrenNamed('mode') ?? []).map(cpuMode),
    hypervFeatures: enums['hyperv.features'] ?? [],
    features: supportOf(features),
    ...(sev !== undefined && { sev: readAll(sevTable, sev) }),
    gicVersions: enums['gic.version'] ?? [],
    enums,
    supported: supportOf(owners),
  };
}

const isSupported = (element: XmlElement): boolean => supportedAttribute.get(element) ?? true;

const supportOf = (elements: readonly XmlElement[]): Readonly<Record<string, boolean>> =>
  Object.fromEntries(
    elements.flatMap((element) => {
      const supported = supportedAttribute.get(element);
      return supported === undefined ? [] : [[element.name, supported] as const];
    }),
  );

function enumsOf(owner: XmlElement | undefined): Readonly<Record<string, readonly string[]>> {
  if (owner === undefined || !isSupported(owner)) return {};
  return Object.fromEntries(
    owner
      .childrenNamed('enum')
      .map((each) => [`${owner.name}.${nameAttribute.get(each) ?? ''}`, values.get(each) ?? []]),
  );
}

function cpuMode(mode: XmlElement): CpuMode {
  const name = nameAttribute.get(mode) ?? '';
  // <model> is one name in host-model, and the list to choose from in custom.
  const { name: model, vendor } = name === 'custom' ? {} : readAll(modelTable, mode);
  return {
    name,
    supported: isSupported(mode),
    ...(model !== undefined && { model }),
    ...(vendor !== undefined && { vendor }),
    features: mode.childrenNamed('feature').map((each) => ({ name: '', policy: '', ...readAll(feature, each) })),
    models: name === 'custom' ? mode.childrenNamed('model').map(cpuModel) : [],
  };
}

function cpuModel(element: XmlElement): CpuModel {
  const { usable, vendor, canonical, deprecated = false } = readAll(cpuModelTable, element);
  return {
    name: element.text,
    usable: usable === 'yes' || usable === 'no' ? usable : 'unknown',
    ...(vendor !== undefined && vendor !== 'unknown' && { vendor }),
    ...(canonical !== undefined && { canonical }),
    deprecated,
  };
}
