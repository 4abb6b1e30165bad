/** What a domain's definition says outside `<devices>` (formatdomain). */
import { integer, oneOf, onOff, string, yesNo } from '../xml/codec.ts';
import { attribute, flag, list, records, scaled, text } from '../xml/property.ts';

export const lifecycleActions = ['destroy', 'restart', 'preserve', 'rename-restart'] as const;

const timer = {
  name: attribute('@name', oneOf(['rtc', 'pit', 'hpet', 'kvmclock', 'hypervclock', 'tsc', 'platform', 'armvtimer'])),
  present: attribute('@present', yesNo),
  tickPolicy: attribute('@tickpolicy', oneOf(['delay', 'catchup', 'merge', 'discard'])),
  track: attribute('@track', oneOf(['boot', 'guest', 'wall', 'realtime'])),
  mode: attribute('@mode', oneOf(['auto', 'native', 'emulate', 'paravirt', 'smpsafe'])),
};

const cpuFeature = {
  name: attribute('@name', string),
  policy: attribute('@policy', oneOf(['force', 'require', 'optional', 'disable', 'forbid'])),
};

/** A feature of `<hyperv>` that is only switched on or off. */
const hyperv = (name: string) => attribute(`features/hyperv/${name}/@state`, onOff);

export const domain = {
  type: attribute('@type', oneOf(['kvm', 'qemu', 'xen', 'lxc', 'hvf', 'bhyve', 'vz', 'test'])),
  name: text('name', string),
  uuid: text('uuid', string),
  title: text('title', string),
  description: text('description', string),
  osId: attribute('metadata/libosinfo:libosinfo/libosinfo:os/@id', string),

  /** Memory in KiB. */
  memory: scaled('memory'),
  currentMemory: scaled('currentMemory'),
  maxMemory: scaled('maxMemory'),
  maxMemorySlots: attribute('maxMemory/@slots', integer),
  memoryBacking: attribute('memoryBacking/source/@type', oneOf(['anonymous', 'file', 'memfd'])),
  memoryAccess: attribute('memoryBacking/access/@mode', oneOf(['private', 'shared'])),
  hugepages: flag('memoryBacking/hugepages'),
  lockedMemory: flag('memoryBacking/locked'),
  noSharePages: flag('memoryBacking/nosharepages'),

  vcpu: text('vcpu', integer),
  currentVcpu: attribute('vcpu/@current', integer),
  vcpuPlacement: attribute('vcpu/@placement', oneOf(['static', 'auto'])),
  cpuset: attribute('vcpu/@cpuset', string),
  iothreads: text('iothreads', integer),
  cpuShares: text('cputune/shares', integer),
  numaMode: attribute('numatune/memory/@mode', oneOf(['strict', 'preferred', 'interleave', 'restrictive'])),
  numaNodes: attribute('numatune/memory/@nodeset', string),
  blkioWeight: text('blkiotune/weight', integer),
  hardLimit: scaled('memtune/hard_limit'),

  osType: text('os/type', oneOf(['hvm', 'xen', 'xenpvh', 'exe', 'linux'])),
  arch: attribute('os/type/@arch', string),
  machine: attribute('os/type/@machine', string),
  firmware: attribute('os/@firmware', oneOf(['bios', 'efi'])),
  loader: text('os/loader', string),
  loaderReadonly: attribute('os/loader/@readonly', yesNo),
  loaderSecure: attribute('os/loader/@secure', yesNo),
  loaderType: attribute('os/loader/@type', oneOf(['rom', 'pflash'])),
  nvram: text('os/nvram', string),
  nvramTemplate: attribute('os/nvram/@template', string),
  boot: list('os/boot/@dev', oneOf(['hd', 'cdrom', 'network', 'fd'])),
  bootMenu: attribute('os/bootmenu/@enable', yesNo),
  bootMenuTimeout: attribute('os/bootmenu/@timeout', integer),
  biosSerial: attribute('os/bios/@useserial', yesNo),
  rebootTimeout: attribute('os/bios/@rebootTimeout', { ...integer, samples: [0, -1] }),
  smbios: attribute('os/smbios/@mode', oneOf(['emulate', 'host', 'sysinfo'])),
  kernel: text('os/kernel', string),
  initrd: text('os/initrd', string),
  cmdline: text('os/cmdline', string),
  dtb: text('os/dtb', string),
  init: text('os/init', string),
  initArguments: list('os/initarg', string),

  cpuMode: attribute('cpu/@mode', oneOf(['host-passthrough', 'host-model', 'maximum', 'custom'])),
  cpuMatch: attribute('cpu/@match', oneOf(['exact', 'minimum', 'strict'])),
  cpuCheck: attribute('cpu/@check', oneOf(['none', 'partial', 'full'])),
  cpuMigratable: attribute('cpu/@migratable', onOff),
  cpuModel: text('cpu/model', string),
  cpuFallback: attribute('cpu/model/@fallback', oneOf(['allow', 'forbid'])),
  cpuVendor: text('cpu/vendor', string),
  sockets: attribute('cpu/topology/@sockets', integer),
  dies: attribute('cpu/topology/@dies', integer),
  clusters: attribute('cpu/topology/@clusters', integer),
  cores: attribute('cpu/topology/@cores', integer),
  threads: attribute('cpu/topology/@threads', integer),
  cpuCache: attribute('cpu/cache/@mode', oneOf(['emulate', 'passthrough', 'disable'])),
  cpuFeatures: records('cpu/feature', cpuFeature, [
    [{ name: 'vmx', policy: 'require' }],
    [{ name: 'svm', policy: 'disable' }, { name: 'pcid' }],
  ]),

  acpi: flag('features/acpi'),
  apic: flag('features/apic'),
  pae: flag('features/pae'),
  vmport: attribute('features/vmport/@state', onOff),
  smm: attribute('features/smm/@state', onOff),
  kvmHidden: attribute('features/kvm/hidden/@state', onOff),
  ioapic: attribute('features/ioapic/@driver', oneOf(['kvm', 'qemu'])),
  gic: attribute('features/gic/@version', oneOf(['2', '3', 'host'])),
  hypervMode: attribute('features/hyperv/@mode', oneOf(['custom', 'passthrough'])),
  hypervRelaxed: hyperv('relaxed'),
  hypervVapic: hyperv('vapic'),
  hypervSpinlocks: hyperv('spinlocks'),
  hypervSpinlockRetries: attribute('features/hyperv/spinlocks/@retries', integer),
  hypervVpindex: hyperv('vpindex'),
  hypervRuntime: hyperv('runtime'),
  hypervSynic: hyperv('synic'),
  hypervStimer: hyperv('stimer'),
  hypervReset: hyperv('reset'),
  hypervVendorId: attribute('features/hyperv/vendor_id/@value', string),
  hypervFrequencies: hyperv('frequencies'),
  hypervReenlightenment: hyperv('reenlightenment'),
  hypervTlbflush: hyperv('tlbflush'),
  hypervIpi: hyperv('ipi'),
  hypervEvmcs: hyperv('evmcs'),
  hypervAvic: hyperv('avic'),

  clockOffset: attribute('clock/@offset', oneOf(['utc', 'localtime', 'timezone', 'variable', 'absolute'])),
  clockTimezone: attribute('clock/@timezone', string),
  timers: records('clock/timer', timer, [[{ name: 'rtc', tickPolicy: 'catchup' }], [{ name: 'hpet', present: false }]]),
  onPoweroff: text('on_poweroff', oneOf(lifecycleActions), { default: 'destroy' }),
  onReboot: text('on_reboot', oneOf(lifecycleActions), { default: 'restart' }),
  onCrash: text('on_crash', oneOf([...lifecycleActions, 'coredump-destroy', 'coredump-restart']), {
    default: 'destroy',
  }),
  onLockfailure: text('on_lockfailure', oneOf(['poweroff', 'restart', 'pause', 'ignore'])),
  suspendToMemory: attribute('pm/suspend-to-mem/@enabled', yesNo),
  suspendToDisk: attribute('pm/suspend-to-disk/@enabled', yesNo),
  launchSecurity: attribute('launchSecurity/@type', oneOf(['sev', 'sev-snp', 's390-pv', 'tdx'])),
  emulator: text('devices/emulator', string),
};
