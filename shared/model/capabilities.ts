/** The whole capabilities document of a host (formatcaps), for dialogs; `host.ts` has the short form that lists show. */
import { integer, scale, string, yesNo } from '../xml/codec.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { attribute, list, readAll, records, scaled, text } from '../xml/property.ts';

const guestTable = {
  osType: text('os_type', string),
  arch: attribute('arch/@name', string),
  wordSize: text('arch/wordsize', integer),
  emulator: text('arch/emulator', string),
};
const machineTable = {
  canonical: attribute('@canonical', string),
  maxVcpus: attribute('@maxCpus', integer),
  deprecated: attribute('@deprecated', yesNo),
};
const domainTable = { type: attribute('@type', string), emulator: text('emulator', string) };
const cpuTable = {
  arch: text('cpu/arch', string),
  model: text('cpu/model', string),
  vendor: text('cpu/vendor', string),
  sockets: attribute('cpu/topology/@sockets', integer),
  dies: attribute('cpu/topology/@dies', integer),
  cores: attribute('cpu/topology/@cores', integer),
  threads: attribute('cpu/topology/@threads', integer),
  features: list('cpu/feature/@name', string),
};
const cellCpu = {
  id: attribute('@id', integer),
  socket: attribute('@socket_id', integer),
  die: attribute('@die_id', integer),
  core: attribute('@core_id', integer),
  siblings: attribute('@siblings', string),
};
const cellTable = {
  id: attribute('@id', integer),
  memoryKiB: scaled('memory'),
  cpus: records('cpus/cpu', cellCpu, [[{ id: 0, siblings: '0-1' }]]),
};
const distance = { id: attribute('@id', integer), value: attribute('@value', integer) };
const secmodel = { model: text('model', string), doi: text('doi', string) };

export interface GuestMachine {
  readonly name: string;
  /** What an alias (`q35`, `pc`) stands for on this host. */
  readonly canonical?: string;
  readonly maxVcpus?: number;
  readonly deprecated: boolean;
}

export interface GuestDomainType {
  /** kvm, qemu, xen, lxc... */
  readonly type: string;
  readonly emulator?: string;
  readonly machines: readonly GuestMachine[];
}

export interface GuestArch {
  /** hvm, xen, linux, exe... */
  readonly osType: string;
  readonly arch: string;
  readonly wordSize?: number;
  readonly domainTypes: readonly GuestDomainType[];
  /** Switches of the architecture: acpi, apic, pae, cpuselection, disksnapshot... */
  readonly features: readonly string[];
}

export interface NumaCell {
  readonly id: number;
  readonly memoryKiB: number;
  readonly cpus: readonly {
    readonly id: number;
    readonly socket?: number;
    readonly die?: number;
    readonly core?: number;
    /** The logical CPUs of the same core, as a cpuset: `0,4`. */
    readonly siblings?: string;
  }[];
  readonly pages: readonly { readonly sizeKiB: number; readonly count: number }[];
  /** To each cell by its id; 10 is itself. */
  readonly distances: Readonly<Record<number, number>>;
}

export interface Capabilities {
  readonly cpu: {
    readonly arch: string;
    readonly model?: string;
    readonly vendor?: string;
    readonly topology?: {
      readonly sockets: number;
      readonly dies: number;
      readonly cores: number;
      readonly threads: number;
    };
    readonly features: readonly string[];
  };
  /** Page sizes the host can give, the ordinary one included, ascending. */
  readonly pageSizesKiB: readonly number[];
  readonly numa: readonly NumaCell[];
  /** selinux, apparmor, dac, none. */
  readonly securityModels: readonly { readonly model: string; readonly doi: string }[];
  readonly iommu: boolean;
  readonly guests: readonly GuestArch[];
}

/** @throws AppError `invalidArgument` when the text is no XML */
export function readCapabilitiesXml(xml: string): Capabilities {
  const { root } = parseXml(xml);
  const host = root.child('host') ?? root;
  const {
    arch = '',
    model,
    vendor,
    sockets,
    dies = 1,
    cores = 1,
    threads = 1,
    features = [],
  } = readAll(cpuTable, host);
  const cells = host.child('topology')?.child('cells')?.childrenNamed('cell') ?? [];
  return {
    cpu: {
      arch,
      ...(model !== undefined && { model }),
      ...(vendor !== undefined && { vendor }),
      ...(sockets !== undefined && { topology: { sockets, dies, cores, threads } }),
      features,
    },
    pageSizesKiB: pagesOf(host.child('cpu')).toSorted((a, b) => a - b),
    numa: cells.map(cellOf),
    securityModels: host.childrenNamed('secmodel').map((each) => {
      const { model: name = '', doi = '' } = readAll(secmodel, each);
      return { model: name, doi };
    }),
    iommu: host.child('iommu')?.attribute('support') === 'yes',
    guests: root.childrenNamed('guest').map(guestOf),
  };
}

/** `<pages unit='KiB' size='2048'>`: the size is an attribute here. */
const sizeKiB = (pages: XmlElement): number =>
  scale(pages.attribute('size') ?? '', pages.attribute('unit') ?? 'KiB', 1024n) ?? 0;

const pagesOf = (owner: XmlElement | undefined): readonly number[] =>
  (owner?.childrenNamed('pages') ?? []).map(sizeKiB);

function cellOf(cell: XmlElement): NumaCell {
  const { id = 0, memoryKiB = 0, cpus = [] } = readAll(cellTable, cell);
  const siblings = cell.child('distances')?.childrenNamed('sibling') ?? [];
  return {
    id,
    memoryKiB,
    cpus: cpus.map(({ id: cpu = 0, ...rest }) => ({ id: cpu, ...rest })),
    pages: cell.childrenNamed('pages').map((each) => ({ sizeKiB: sizeKiB(each), count: Number(each.text) || 0 })),
    distances: Object.fromEntries(
      siblings.map((each) => [readAll(distance, each).id ?? 0, readAll(distance, each).value ?? 0]),
    ),
  };
}

function guestOf(guest: XmlElement): GuestArch {
  const { osType = '', arch = '', wordSize, emulator } = readAll(guestTable, guest);
  const element = guest.child('arch');
  const common = machinesOf(element);
  return {
    osType,
    arch,
    ...(wordSize !== undefined && { wordSize }),
    domainTypes: (element?.childrenNamed('domain') ?? []).map((each) => {
      const { type = '', emulator: own = emulator } = readAll(domainTable, each);
      const machines = machinesOf(each);
      return { type, ...(own !== undefined && { emulator: own }), machines: machines.length > 0 ? machines : common };
    }),
    features: (guest.child('features')?.children ?? []).map(({ name }) => name),
  };
}

/** A domain type has machines of its own only where they differ from the architecture's. */
const machinesOf = (owner: XmlElement | undefined): readonly GuestMachine[] =>
  (owner?.childrenNamed('machine') ?? []).map((each) => {
    const { canonical, maxVcpus, deprecated = false } = readAll(machineTable, each);
    return {
      name: each.text,
      ...(canonical !== undefined && { canonical }),
      ...(maxVcpus !== undefined && { maxVcpus }),
      deprecated,
    };
  });
