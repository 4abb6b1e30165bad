/** Chooses a device of the host: a PCI or USB device, a slice of one (mediated device), a virtual function of a network card. */
import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../../shared/model/host.ts';
import type { DeviceValues, HostPick } from '../../../shared/model/newDevice/newDevice.ts';
import { nodeDeviceValues, usbValues } from '../../../shared/model/newDevice/picked.ts';
import type { NodeDevice, NodeDeviceKind } from '../../../shared/model/nodeDevice.ts';
import { api } from '../../backend.ts';
import { useLoaded } from '../../nouns/loaded.ts';
import { Problem } from '../../nouns/problem.tsx';
import styles from './addHardware.module.css';

export type DevicePick = Exclude<HostPick, 'newVolume' | 'volume' | 'medium'>;

interface PickHostDeviceProps {
  readonly host: HostId;
  readonly pick: DevicePick;
  /** libvirt's name of the one that is chosen. */
  readonly chosen: string | undefined;
  readonly onPick: (name: string, values: DeviceValues) => void;
}

const kinds: Readonly<Record<DevicePick, NodeDeviceKind>> = {
  pci: 'pci',
  virtualFunction: 'pci',
  usb: 'usb',
  mdev: 'mdev',
};

const isOffered = (pick: DevicePick, device: NodeDevice): boolean =>
  pick !== 'virtualFunction' || (device.kind === 'pci' && device.physicalFunction !== undefined);

export function PickHostDevice({ host, pick, chosen, onPick }: PickHostDeviceProps): ReactElement {
  const { t } = useTranslation();
  const [loaded] = useLoaded(`${host} ${pick}`, '', async (signal) => {
    const { items } = await api.nodeDevice.list({ host, capability: kinds[pick] }, { signal });
    return items.filter((each) => isOffered(pick, each));
  });
  if (loaded.kind === 'failed') return <Problem error={loaded.error} />;
  const devices = loaded.kind === 'loaded' ? loaded.value : [];
  const byName = new Map(devices.map((device) => [device.name, device]));
  const device = byName.get(chosen ?? '');
  const mates = device === undefined ? [] : groupMates(device, devices);
  const users = device?.usedBy ?? [];
  const note =
    loaded.kind === 'loaded' && devices.length === 0
      ? t(`addHardware.pick.none.${pick}`)
      : mates.length > 0
        ? t('addHardware.pick.group', { names: mates.map(addressOf).join(', ') })
        : undefined;
  return (
    <Select
      size="xs"
      searchable
      className={styles.wide}
      label={t(`addHardware.pick.${pick}`)}
      placeholder={t('addHardware.pick.choose')}
      nothingFoundMessage={t('addHardware.pick.nothing')}
      disabled={loaded.kind === 'loaded' && devices.length === 0}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...(note !== undefined && { description: note })}
      {...(users.length > 0 && { error: t('addHardware.pick.usedBy', { names: users.join(', ') }) })}
      data={devices.map((each) => ({ value: each.name, label: `${addressOf(each)} ${titleOf(each)}`.trim() }))}
      value={chosen ?? null}
      allowDeselect={false}
      renderOption={({ option }) => <DeviceOption device={byName.get(option.value)} />}
      onChange={(name) => {
        const found = byName.get(name ?? '');
        if (found === undefined) return;
        onPick(found.name, found.kind === 'usb' ? usbValues(found, devices) : nodeDeviceValues(found));
      }}
    />
  );
}

function DeviceOption({ device }: { readonly device: NodeDevice | undefined }): ReactElement {
  const { t } = useTranslation();
  if (device === undefined) return <span />;
  const notes = [
    ...(device.kind === 'pci' && device.iommuGroup !== undefined
      ? [t('addHardware.pick.iommuGroup', { group: device.iommuGroup })]
      : []),
    ...(device.driver === undefined ? [] : [device.driver]),
    ...(device.usedBy.length === 0 ? [] : [t('addHardware.pick.usedBy', { names: device.usedBy.join(', ') })]),
  ];
  return (
    <span className={styles.option}>
      <span>{titleOf(device)}</span>
      <span className={styles.quiet}>{[addressOf(device), ...notes].join(' · ')}</span>
    </span>
  );
}

const hex4 = (value: number): string => value.toString(16).padStart(4, '0');

/** Maker and product, or their numbers where the host has no names for them. */
function titleOf(device: NodeDevice): string {
  switch (device.kind) {
    case 'pci':
    case 'usb': {
      const names = [device.vendor, device.product].filter((name) => name !== undefined && name !== '');
      return names.length > 0 ? names.join(' ') : `${hex4(device.vendorId)}:${hex4(device.productId)}`;
    }
    case 'mdev':
      return device.type;
    case 'scsi':
      return device.type ?? device.name;
    case 'net':
      return device.interface;
    default:
      return device satisfies never;
  }
}

function addressOf(device: NodeDevice): string {
  switch (device.kind) {
    case 'pci':
      return device.address;
    case 'usb':
      return `${String(device.bus).padStart(3, '0')}:${String(device.device).padStart(3, '0')}`;
    case 'mdev':
      return device.uuid;
    case 'scsi':
      return [device.host, device.bus, device.target, device.unit].join(':');
    case 'net':
      return device.mac ?? '';
    default:
      return device satisfies never;
  }
}

/** The other devices of its IOMMU group: a guest that has one must have all, or none of the others may be in use. */
const groupMates = (device: NodeDevice, all: readonly NodeDevice[]): readonly NodeDevice[] =>
  device.kind !== 'pci' || device.iommuGroup === undefined
    ? []
    : all.filter(
        (each) => each.kind === 'pci' && each.iommuGroup === device.iommuGroup && each.address !== device.address,
      );
