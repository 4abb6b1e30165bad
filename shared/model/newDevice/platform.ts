/** Security, randomness, watching and what else belongs to the machine itself. */
import { panic } from '../devices/panic.ts';
import { watchdog } from '../devices/watchdog.ts';
import {
  archOf,
  devicesNamed,
  hasPcie,
  isLibvirt,
  isX86,
  machineOf,
  offers,
  type NewDeviceContext,
} from './context.ts';
import { newDevice } from './newDevice.ts';
import { allOf, offered, onlyOne, possible, splitIoapic, unless } from './needs.ts';

/** CRB is what TPM 2.0 was made for, and what Windows expects; other architectures have another way to it. */
function tpmModel(context: NewDeviceContext): string {
  if (archOf(context) === 'ppc64' || archOf(context) === 'ppc64le') return 'tpm-spapr';
  return isX86(context) && offers(context, 'tpm.model', 'tpm-crb') !== false ? 'tpm-crb' : 'tpm-tis';
}

function panicModel(context: NewDeviceContext): string {
  if (isX86(context)) return 'isa';
  return machineOf(context) === 'pseries' ? 'pseries' : archOf(context) === 's390x' ? 's390' : 'pvpanic';
}

const iommuModel = (context: NewDeviceContext): string => (machineOf(context) === 'q35' ? 'intel' : 'smmuv3');

/** Intel's remaps interrupts and caches mappings too: devices handed on to guests inside need both. */
const iommuOptions = (context: NewDeviceContext) =>
  iommuModel(context) === 'intel' ? { interruptRemapping: true, cachingMode: true } : {};

export const platform = [
  newDevice({
    id: 'tpm',
    kind: 'tpm',
    group: 'security',
    ask: ['model', 'version', 'persistentState'],
    required: ['model'],
    initial: (context) => ({ model: tpmModel(context), type: 'emulator', version: '2.0' }),
    needs: (context) => allOf(onlyOne(context, 'tpm'), offered(context, 'tpm.backendModel', 'emulator')),
  }),
  newDevice({
    id: 'tpmPassthrough',
    kind: 'tpm',
    group: 'security',
    ask: ['device', 'model'],
    required: ['device', 'model'],
    initial: () => ({ model: 'tpm-tis', type: 'passthrough', device: '/dev/tpm0' }),
    needs: (context) => allOf(onlyOne(context, 'tpm'), offered(context, 'tpm.backendModel', 'passthrough')),
  }),
  newDevice({
    id: 'rng',
    kind: 'rng',
    group: 'security',
    ask: ['backend', 'source', 'rateBytes', 'ratePeriod'],
    required: ['model', 'backend'],
    // urandom never blocks, and is as good once the host has started.
    initial: () => ({ model: 'virtio', backend: 'random', source: '/dev/urandom' }),
    needs: (context) => offered(context, 'rng.model', 'virtio'),
  }),
  newDevice({
    id: 'watchdog',
    kind: 'watchdog',
    group: 'security',
    ask: ['model', 'action'],
    required: ['model', 'action'],
    initial: (context) => ({ model: archOf(context) === 's390x' ? 'diag288' : 'i6300esb', action: 'reset' }),
    // q35 has one of its own in the chip set, which newer libvirt shows.
    needs: (context) =>
      unless(
        devicesNamed(context, 'watchdog').some((each) => watchdog.model.get(each) !== 'itco'),
        'onlyOne',
      ),
  }),
  newDevice({
    id: 'panic',
    kind: 'panic',
    group: 'security',
    ask: ['model'],
    required: ['model'],
    initial: (context) => ({ model: panicModel(context) }),
    needs: (context, { model }) =>
      allOf(
        unless(
          devicesNamed(context, 'panic').some((each) => (panic.model.get(each) ?? panicModel(context)) === model),
          'onlyOne',
        ),
        offered(context, 'panic.model', model),
      ),
  }),
  newDevice({
    id: 'crypto',
    kind: 'crypto',
    group: 'security',
    ask: ['backend', 'queues'],
    required: ['backend'],
    initial: () => ({ model: 'virtio', type: 'qemu', backend: 'builtin', queues: 1 }),
    // 9.0 as released drops the element without a word.
    needs: (context) =>
      allOf(unless(!isLibvirt(context, 9, 1), 'libvirtOld'), offered(context, 'crypto.backendModel', 'builtin')),
  }),
  newDevice({
    id: 'pstore',
    kind: 'pstore',
    group: 'security',
    ask: ['size', 'path'],
    required: ['size', 'path'],
    initial: () => ({ backend: 'acpi-erst', size: 64 }),
    needs: (context) =>
      allOf(
        unless(!isLibvirt(context, 10, 7), 'libvirtOld'),
        unless(!isX86(context), 'machineLacks'),
        onlyOne(context, 'pstore'),
      ),
  }),
  newDevice({
    id: 'vsock',
    kind: 'vsock',
    group: 'security',
    ask: ['autoCid', 'cid'],
    initial: () => ({ model: 'virtio', autoCid: true }),
    follow: (_, values, changed) => {
      if (changed === 'cid' && (values['cid'] ?? null) !== null) return { ...values, autoCid: false };
      return changed === 'autoCid' && values['autoCid'] === true ? { ...values, cid: null } : values;
    },
    needs: (context) => onlyOne(context, 'vsock'),
  }),
  newDevice({
    id: 'iommu',
    kind: 'iommu',
    group: 'controllers',
    ask: ['model', 'interruptRemapping', 'cachingMode', 'addressWidth'],
    required: ['model'],
    initial: (context) => ({ model: iommuModel(context), ...iommuOptions(context) }),
    follow: (context, values, changed) =>
      changed === 'model' && values['model'] !== 'intel'
        ? { ...values, interruptRemapping: null, cachingMode: null }
        : values,
    needs: (context, { interruptRemapping }) =>
      allOf(
        unless(!hasPcie(context), 'machineLacks'),
        onlyOne(context, 'iommu'),
        interruptRemapping === true ? splitIoapic(context) : possible(),
      ),
  }),
] as const;
