import { Clock3, Minus, PencilLine, Plus } from 'lucide-react';
import { createElement, useId, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { describeDevice } from '../../nouns/deviceText.ts';
import { DeviceIcon, partIcons } from './icons.ts';
import type { HardwareGroup, HardwareItem } from './items.ts';
import { useItemWords } from './useItemWords.ts';
import styles from './hardware.module.css';

interface HardwareListProps {
  readonly groups: readonly HardwareGroup[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  /** Delete on a device. */
  readonly onRemove: (id: string) => void;
}

/** A list box: arrows, Home and End move the choice, and the form follows. */
export function HardwareList({ groups, selected, onSelect, onRemove }: HardwareListProps): ReactElement {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const ids = groups.flatMap(({ items }) => items.map(({ id }) => id));
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = ids.indexOf(selected ?? '');
    if (event.key === 'Delete') {
      event.preventDefault(); // elsewhere on the page it deletes the VM
      if (selected !== undefined) onRemove(selected);
      return;
    }
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
    list.current?.querySelector(`[data-item="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div
      ref={list}
      className={styles.list}
      role="listbox"
      tabIndex={0}
      aria-label={t('hardware.title')}
      aria-activedescendant={selected === undefined ? undefined : `${prefix}${selected}`}
      onKeyDown={onKeyDown}
    >
      {groups.length === 0 && <p className={styles.nothing}>{t('hardware.nothingFound')}</p>}
      {groups.map(({ name, items }) => {
        const title = name === 'machine' ? t('hardware.machine') : t(`device.groups.${name}`);
        return (
          <div key={name} role="group" aria-label={title}>
            <div className={styles.group} aria-hidden>
              {title}
            </div>
            {items.map((item) => (
              <Row
                key={item.id}
                id={`${prefix}${item.id}`}
                item={item}
                selected={item.id === selected}
                onSelect={onSelect}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly item: HardwareItem;
  readonly selected: boolean;
  readonly onSelect: (id: string) => void;
}

function Row({ id, item, selected, onSelect }: RowProps): ReactElement {
  return (
    // The list box has the keyboard; a click only chooses.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      data-item={item.id}
      data-state={item.kind === 'device' ? item.entry.state : undefined}
      className={styles.row}
      onClick={() => onSelect(item.id)}
    >
      <RowText item={item} />
      <Marks item={item} />
    </div>
  );
}

function RowText({ item }: { readonly item: HardwareItem }): ReactElement {
  const words = useItemWords();
  if (item.kind === 'part') {
    return (
      <>
        {createElement(partIcons[item.part], { size: 15, className: styles.icon, 'aria-hidden': true })}
        <span className={styles.name}>{words(item)}</span>
      </>
    );
  }
  const { device } = item.entry;
  const line = describeDevice(device).slice(1).join(' · ');
  return (
    <>
      <DeviceIcon device={device} size={15} className={styles.icon} />
      <span className={styles.texts}>
        <span className={styles.name}>{words(item)}</span>
        <span className={styles.line} title={line}>
          {line}
        </span>
      </span>
    </>
  );
}

const stateIcons = { there: PencilLine, added: Plus, removed: Minus, comes: Clock3, goes: Clock3 } as const;

function Marks({ item }: { readonly item: HardwareItem }): ReactElement {
  const { t } = useTranslation();
  const state = item.kind === 'device' ? item.entry.state : 'there';
  const Icon = stateIcons[state];
  const words = state === 'there' ? t('hardware.marks.changed') : t(`hardware.states.${state}`);
  return (
    <span className={styles.marks}>
      {item.planned && <Icon size={12} role="img" aria-label={words} data-mark="planned" />}
      {item.pending && <Clock3 size={12} role="img" aria-label={t('hardware.marks.waits')} data-mark="pending" />}
    </span>
  );
}
