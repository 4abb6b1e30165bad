/** Features of the hypervisor that are switched on or off (formatdomain, "Hypervisor features"). */
import { integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import { attribute, flag, scaled } from '../../xml/property.ts';

/** A feature that is only switched on or off. */
const state = (path: string) => attribute(`features/${path}/@state`, onOff);
const hyperv = (name: string) => state(`hyperv/${name}`);
const mitigations = ['broken', 'workaround', 'fixed'] as const;

export const features = {
  acpi: flag('features/acpi'),
  apic: flag('features/apic'),
  apicEoi: attribute('features/apic/@eoi', onOff, { inFlag: true }),
  pae: flag('features/pae'),
  hap: state('hap'),
  viridian: flag('features/viridian'),
  privateNetwork: flag('features/privnet'),
  pvSpinlock: state('pvspinlock'),
  pmu: state('pmu'),
  vmport: state('vmport'),
  smm: state('smm'),
  smmSegment: scaled('features/smm/tseg', 'MiB'),
  ioapic: attribute('features/ioapic/@driver', oneOf(['kvm', 'qemu'])),
  gic: attribute('features/gic/@version', oneOf(['2', '3', 'host'])),
  vmcoreinfo: state('vmcoreinfo'),
  unknownMsrs: attribute('features/msrs/@unknown', oneOf(['ignore', 'fault'])),
  ras: state('ras'),
  ps2: state('ps2'),
  aia: attribute('features/aia/@mode', oneOf(['none', 'aplic', 'aplic-imsic'])),
  asyncTeardown: attribute('features/async-teardown/@enabled', yesNo),
  translationCache: scaled('features/tcg/tb-cache'),
  capabilitiesPolicy: attribute('features/capabilities/@policy', oneOf(['default', 'allow', 'deny'])),

  /** Of pSeries guests. */
  hptResizing: attribute('features/hpt/@resizing', oneOf(['enabled', 'disabled', 'required'])),
  hptMaximumPageSize: scaled('features/hpt/maxpagesize'),
  htm: state('htm'),
  nestedHypervisor: state('nested-hv'),
  countCacheFlush: state('ccf-assist'),
  cacheFlush: attribute('features/cfpc/@value', oneOf(mitigations)),
  boundsCheck: attribute('features/sbbc/@value', oneOf(mitigations)),
  indirectBranches: attribute(
    'features/ibs/@value',
    oneOf(['broken', 'workaround', 'fixed-ibs', 'fixed-ccd', 'fixed-na']),
  ),

  kvmHidden: state('kvm/hidden'),
  kvmHintDedicated: state('kvm/hint-dedicated'),
  kvmPollControl: state('kvm/poll-control'),
  kvmPvIpi: state('kvm/pv-ipi'),
  kvmDirtyRing: state('kvm/dirty-ring'),
  /** Entries per vCPU: a power of two from 1024 to 65536. */
  kvmDirtyRingSize: attribute('features/kvm/dirty-ring/@size', integer),
  xenE820Host: state('xen/e820_host'),
  xenPassthrough: state('xen/passthrough'),
  xenPassthroughMode: attribute('features/xen/passthrough/@mode', oneOf(['share_pt', 'sync_pt'])),

  hypervMode: attribute('features/hyperv/@mode', oneOf(['custom', 'passthrough', 'host-model'])),
  hypervRelaxed: hyperv('relaxed'),
  hypervVapic: hyperv('vapic'),
  hypervSpinlocks: hyperv('spinlocks'),
  hypervSpinlockRetries: attribute('features/hyperv/spinlocks/@retries', integer),
  hypervVpindex: hyperv('vpindex'),
  hypervRuntime: hyperv('runtime'),
  hypervSynic: hyperv('synic'),
  hypervStimer: hyperv('stimer'),
  hypervStimerDirect: hyperv('stimer/direct'),
  hypervReset: hyperv('reset'),
  hypervVendor: hyperv('vendor_id'),
  hypervVendorId: attribute('features/hyperv/vendor_id/@value', string),
  hypervFrequencies: hyperv('frequencies'),
  hypervReenlightenment: hyperv('reenlightenment'),
  hypervTlbflush: hyperv('tlbflush'),
  hypervTlbflushDirect: hyperv('tlbflush/direct'),
  hypervTlbflushExtended: hyperv('tlbflush/extended'),
  hypervIpi: hyperv('ipi'),
  hypervEvmcs: hyperv('evmcs'),
  hypervAvic: hyperv('avic'),
  hypervEmsrBitmap: hyperv('emsr_bitmap'),
  hypervXmmInput: hyperv('xmm_input'),
};
