import { useId, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Device } from '../../../shared/model/devices/index.ts';
import { describeDevice, deviceId, deviceWord, type DeviceGroup } from './describe.ts';
import { DeviceIcon } from './icons.ts';
import styles from './devices.module.css';

interface DeviceListProps {
  readonly groups: readonly DeviceGroup[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** A list box: arrows, Home and End move the choice, and the details follow. */
export function DeviceList({ groups, selected, onSelect }: DeviceListProps): ReactElement {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const ids = groups.flatMap(({ devices }) => devices.map(deviceId));
  const move = (event: KeyboardEvent): void => {
    const at = ids.indexOf(selected ?? '');
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: ids.length - 1,
    };
    const target = targets[event.key];
    const id = target === undefined ? undefined : ids[target];
    if (id === undefined) return;
    event.preventDefault();
    onSelect(id);
    list.current?.querySelector(`[data-device="${id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div
      ref={list}
      className={styles.list}
      role="listbox"
      tabIndex={0}
      aria-label={t('device.title')}
      aria-activedescendant={selected === undefined ? undefined : `${prefix}${selected}`}
      onKeyDown={move}
    >
      {groups.map(({ name, devices }) => (
        <div key={name} role="group" aria-label={t(`device.groups.${name}`)}>
          <div className={styles.group} aria-hidden>
            {t(`device.groups.${name}`)}
          </div>
          {devices.map((device) => (
            <Row
              key={deviceId(device)}
              id={`${prefix}${deviceId(device)}`}
              device={device}
              selected={deviceId(device) === selected}
              onSelect={onSelect}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly device: Device;
  readonly selected: boolean;
  readonly onSelect: (id: string) => void;
}

function Row({ id, device, selected, onSelect }: RowProps): ReactElement {
  const { t } = useTranslation();
  const [first, ...rest] = describeDevice(device);
  const word = deviceWord(device);
  const kind = word === undefined ? device.element : t(`device.kinds.${word}`);
  return (
    // The list box has the keyboard; a click only chooses.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      data-device={deviceId(device)}
      className={styles.row}
      onClick={() => onSelect(deviceId(device))}
    >
      <DeviceIcon device={device} size={15} className={styles.icon} />
      <span className={styles.kind}>{kind}</span>
      <span className={styles.name}>{first ?? device.alias}</span>
      <span className={styles.line}>{rest.join(' · ')}</span>
    </div>
  );
}
