/** Layouts of what a machine is made of outside its devices: the first entries of the hardware list. */
import { domain } from '../../../shared/model/domainProperties.ts';
import { features } from '../../../shared/model/domainProperties/features.ts';
import type { Layout, SectionLayout } from '../../nouns/formLayout.ts';

type DomainProperty = Extract<keyof typeof domain, string>;

interface PartLayout extends Layout<DomainProperty> {
  readonly sections: readonly SectionLayout<DomainProperty>[];
}

/** Groups of switches are named by the beginning of their names. */
const beginning = (prefix: string): readonly DomainProperty[] =>
  Object.keys(features).filter((name): name is keyof typeof features => name.startsWith(prefix));

const smbios = (table: string): readonly DomainProperty[] =>
  Object.keys(domain).filter((name): name is DomainProperty => name.startsWith(table));

const otherArchitectures = [
  'hptResizing',
  'hptMaximumPageSize',
  'htm',
  'nestedHypervisor',
  'countCacheFlush',
  'cacheFlush',
  'boundsCheck',
  'indirectBranches',
  'aia',
  'ras',
  'gic',
] as const satisfies readonly DomainProperty[];

export const partLayouts = {
  general: {
    sections: [
      { id: 'basics', fields: ['title', 'description', 'osId'] },
      { id: 'machine', fields: ['type', 'arch', 'machine', 'emulator', 'osType', 'generationId'] },
      {
        id: 'events',
        fields: ['onPoweroff', 'onReboot', 'onCrash', 'onLockfailure', 'suspendToMemory', 'suspendToDisk'],
      },
    ],
    told: ['name', 'uuid'],
  },
  cpu: {
    sections: [
      {
        id: 'vcpus',
        special: 'cpuTopology',
        covers: ['vcpu', 'currentVcpu', 'sockets', 'dies', 'clusters', 'cores', 'threads'],
      },
      {
        id: 'cpuModel',
        special: 'cpuModel',
        covers: [
          'cpuMode',
          'cpuModel',
          'cpuFeatures',
          'cpuCheck',
          'cpuFallback',
          'cpuMigratable',
          'cpuMatch',
          'cpuCache',
          'cpuCacheLevel',
        ],
        fields: ['cpuVendor', 'cpuVendorId', 'cpuDeprecatedFeatures'],
      },
      {
        id: 'physicalAddress',
        fields: ['physicalAddressMode', 'physicalAddressBits', 'physicalAddressLimit'],
        closed: true,
      },
      { id: 'vcpuStates', fields: ['vcpus'], closed: true },
    ],
  },
  memory: {
    sections: [
      {
        id: 'memory',
        special: 'memory',
        covers: [
          'memory',
          'currentMemory',
          'maxMemory',
          'maxMemorySlots',
          'hugepages',
          'hugepageSizes',
          'memoryBacking',
          'memoryAccess',
        ],
      },
      {
        id: 'memoryBacking',
        fields: ['memoryAllocation', 'allocationThreads', 'memoryDiscard', 'lockedMemory', 'noSharePages', 'dumpCore'],
      },
      { id: 'memoryLimits', fields: ['hardLimit', 'softLimit', 'swapHardLimit', 'minimumGuarantee'], closed: true },
    ],
  },
  numa: {
    sections: [
      {
        id: 'numa',
        special: 'numa',
        covers: ['numaCells', 'numaMode', 'numaNodes', 'numaCellPlacements'],
        fields: ['numaPlacement'],
      },
    ],
  },
  tuning: {
    sections: [
      {
        id: 'pinning',
        special: 'pinning',
        covers: ['vcpuPins', 'emulatorPin', 'iothreadPins'],
        fields: ['vcpuPlacement', 'cpuset'],
      },
      {
        id: 'cpuShare',
        fields: [
          'cpuShares',
          'vcpuPeriod',
          'vcpuQuota',
          'globalPeriod',
          'globalQuota',
          'emulatorPeriod',
          'emulatorQuota',
          'iothreadPeriod',
          'iothreadQuota',
        ],
      },
      {
        id: 'schedulers',
        fields: ['vcpuSchedulers', 'iothreadSchedulers', 'emulatorScheduler', 'emulatorPriority'],
        closed: true,
      },
      {
        id: 'iothreads',
        fields: ['iothreads', 'iothreadIds', 'mainLoopThreadPoolMinimum', 'mainLoopThreadPoolMaximum'],
      },
      {
        id: 'blockTuning',
        fields: ['blkioWeight', 'blkioDevices', 'resourcePartition', 'fibreChannelAppId'],
        closed: true,
      },
      { id: 'measuring', fields: ['perfEvents'], closed: true },
    ],
  },
  boot: {
    sections: [
      {
        id: 'bootOrder',
        special: 'bootOrder',
        covers: ['boot'],
        fields: ['bootMenu', 'bootMenuTimeout', 'rebootTimeout', 'biosSerial'],
      },
      {
        id: 'firmware',
        fields: [
          'firmware',
          'firmwareFeatures',
          'loader',
          'loaderType',
          'loaderReadonly',
          'loaderSecure',
          'loaderStateless',
          'loaderFormat',
          'nvram',
          'nvramTemplate',
          'nvramFormat',
          'nvramTemplateFormat',
          'nvramType',
          'nvramFile',
          'nvramDevice',
          'nvramProtocol',
          'nvramName',
          'variableStore',
          'variableStoreTemplate',
        ],
      },
      { id: 'kernel', fields: ['kernel', 'initrd', 'cmdline', 'dtb', 'shim', 'root', 'acpiTables'], closed: true },
      {
        id: 'container',
        fields: [
          'bootloader',
          'bootloaderArguments',
          'init',
          'initArguments',
          'initEnvironment',
          'initDirectory',
          'initUser',
          'initGroup',
        ],
        closed: true,
      },
    ],
  },
  clock: {
    sections: [
      {
        id: 'clock',
        fields: ['clockOffset', 'clockTimezone', 'clockAdjustment', 'clockBasis', 'clockStart', 'timers'],
      },
    ],
  },
  features: {
    sections: [
      {
        id: 'features',
        fields: [
          'acpi',
          'apic',
          'apicEoi',
          'pae',
          'smm',
          'smmSegment',
          'vmport',
          'ps2',
          'pmu',
          'hap',
          'ioapic',
          'vmcoreinfo',
          'unknownMsrs',
          'pvSpinlock',
          'asyncTeardown',
          'translationCache',
        ],
      },
      { id: 'kvm', fields: beginning('kvm') },
      { id: 'otherArchitectures', fields: otherArchitectures, closed: true },
      {
        id: 'otherHypervisors',
        fields: [...beginning('xen'), 'viridian', 'privateNetwork', 'capabilitiesPolicy'],
        closed: true,
      },
    ],
  },
  hyperv: { sections: [{ id: 'hyperv', fields: beginning('hyperv') }] },
  security: {
    sections: [
      { id: 'labels', fields: ['securityLabels'] },
      {
        id: 'launch',
        fields: [
          'launchSecurity',
          'launchPolicy',

          'launchEncryptionBit',
          'launchReducedAddressBits',
          'launchKernelHashes',
          'launchOwnerKey',
          'launchSession',

          'launchAuthorKey',
          'launchVcek',
          'launchIdBlock',
          'launchIdAuthentication',
          'launchHostData',
          'launchGuestVisibleWorkarounds',

          'launchConfigurationId',
          'launchOwner',
          'launchOwnerConfiguration',
          'quoteGenerationSocket',
        ],
      },
      { id: 'ids', fields: ['keyWrap', 'userIds', 'groupIds'], closed: true },
    ],
  },
  smbios: {
    sections: [
      { id: 'smbios', fields: ['smbios', ...smbios('system')] },
      { id: 'smbiosBios', fields: ['biosVendor', 'biosVersion', 'biosDate', 'biosRelease'], closed: true },
      { id: 'smbiosBoard', fields: [...smbios('baseBoard'), ...smbios('chassis')], closed: true },
      { id: 'smbiosStrings', fields: ['oemStrings', 'firmwareConfigurations'], closed: true },
    ],
  },
  qemu: {
    sections: [
      { id: 'qemu', fields: ['qemuArguments', 'qemuEnvironment', 'qemuAddedCapabilities', 'qemuRemovedCapabilities'] },
    ],
  },
} as const satisfies Readonly<Record<string, PartLayout>>;

export type PartId = keyof typeof partLayouts;
