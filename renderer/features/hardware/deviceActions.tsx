/** What can be done with a device, beside its form. */
import { Button, Group } from '@mantine/core';
import { createElement, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ArrowUpFromLine,
  Braces,
  Layers,
  MoveRight,
  PlugZap,
  Scaling,
  Trash2,
  Undo2,
  Unplug,
  type LucideIcon,
  Disc,
} from 'lucide-react';
import type { Device } from '../../../shared/model/devices/index.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { openDialog, type DiskDialogId } from '../../store/dialogs.ts';
import { useDomain } from '../../store/inventory.ts';
import { isActive } from '../../../shared/model/domain.ts';
import type { PropertyForm } from './form.ts';
import type { HardwareDevice } from './hardware.ts';
import { keepDevice, removeDevice } from './removal.ts';

interface ActionTarget {
  readonly domain: DomainRef;
  readonly entry: HardwareDevice;
  /** Absent for an element without a table. */
  readonly form: PropertyForm | undefined;
  readonly running: boolean;
}

interface DeviceAction {
  readonly id: DeviceActionId;
  readonly icon: LucideIcon;
  readonly shown: (target: ActionTarget) => boolean;
  readonly run: (target: ActionTarget) => void;
}

type DeviceActionId = DiskDialogId | 'eject' | 'plugIn' | 'unplug' | 'editXml' | 'remove' | 'keep';

/** Everything that says what is in a drive: gone when it is empty. */
const media = ['file', 'dev', 'dir', 'pool', 'volume', 'protocol', 'name', 'hosts'];

const stays = ({ entry: { state } }: ActionTarget): boolean => state !== 'removed' && state !== 'goes';
const isThere = ({ entry: { before, state } }: ActionTarget): boolean => before !== undefined && state !== 'removed';
const isDrive = ({ properties }: Extract<Device, { kind: 'disk' }>): boolean =>
  properties.device === 'cdrom' || properties.device === 'floppy';
const isDisk = (device: Device): boolean => device.kind === 'disk' && !isDrive(device);
const target = (device: Device): string => (device.kind === 'disk' ? (device.properties.target ?? '') : '');
const isFull = ({ form }: ActionTarget): boolean =>
  form !== undefined && media.some((name) => form.value(name) !== null);

const diskDialog = (id: DiskDialogId, icon: LucideIcon, shown: (target: ActionTarget) => boolean): DeviceAction => ({
  id,
  icon,
  shown: (at) => isThere(at) && shown(at),
  run: ({ domain, entry: { device } }) => openDialog({ kind: 'disk', dialog: id, domain, target: target(device) }),
});

const ofDisk = ({ entry: { device } }: ActionTarget): boolean => isDisk(device);
const ofDrive = ({ entry: { device } }: ActionTarget): boolean => device.kind === 'disk' && isDrive(device);
const linkIs =
  (state: 'up' | 'down') =>
  (at: ActionTarget): boolean =>
    at.entry.device.kind === 'interface' && stays(at) && (at.form?.value('link') === 'down') === (state === 'down');

const actions: readonly DeviceAction[] = [
  diskDialog('insert', Disc, ofDrive),
  {
    id: 'eject',
    icon: ArrowUpFromLine,
    shown: (at) => ofDrive(at) && stays(at) && isFull(at),
    run: ({ form }) => {
      const full = media.filter((name) => form !== undefined && form.value(name) !== null);
      form?.change(Object.fromEntries(full.map((name) => [name, null])));
    },
  },
  diskDialog('grow', Scaling, ofDisk),
  diskDialog('move', MoveRight, ofDisk),
  diskDialog('flatten', Layers, (at) => ofDisk(at) && at.running),
  { id: 'unplug', icon: Unplug, shown: linkIs('up'), run: ({ form }) => form?.change({ link: 'down' }) },
  { id: 'plugIn', icon: PlugZap, shown: linkIs('down'), run: ({ form }) => form?.change({ link: null }) },
  {
    id: 'editXml',
    icon: Braces,
    shown: stays,
    run: ({ domain, entry }) => openDialog({ kind: 'deviceXml', domain, device: entry.key }),
  },
  { id: 'remove', icon: Trash2, shown: stays, run: ({ domain, entry }) => removeDevice(domain, entry) },
  {
    id: 'keep',
    icon: Undo2,
    shown: ({ entry }) => entry.state === 'removed',
    run: ({ domain, entry }) => keepDevice(domain, entry),
  },
];

export function DeviceActions({ domain, entry, form }: Omit<ActionTarget, 'running'>): ReactElement {
  const { t } = useTranslation();
  const known = useDomain(domain);
  const at: ActionTarget = { domain, entry, form, running: known !== undefined && isActive(known) };
  return (
    <Group gap={6} wrap="wrap">
      {actions
        .filter((action) => action.shown(at))
        .map(({ id, icon, run }) => (
          <Button
            key={id}
            size="compact-xs"
            variant="default"
            leftSection={createElement(icon, { size: 13, 'aria-hidden': true })}
            onClick={() => run(at)}
          >
            {t(`hardware.actions.${id}`)}
          </Button>
        ))}
    </Group>
  );
}
