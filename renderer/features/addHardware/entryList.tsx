/** Everything that can be added, in groups; what can't be is quieter. */
import { ScrollArea, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewDeviceContext } from '../../../shared/model/newDevice/context.ts';
import { newDevices, type NewDeviceId } from '../../../shared/model/newDevice/index.ts';
import { newDeviceGroups } from '../../../shared/model/newDevice/newDevice.ts';
import { EntryIcon } from './entryIcon.tsx';
import styles from './addHardware.module.css';

interface EntryListProps {
  readonly context: NewDeviceContext;
  readonly chosen: NewDeviceId;
  readonly onChoose: (id: NewDeviceId) => void;
}

export function EntryList({ context, chosen, onChoose }: EntryListProps): ReactElement {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const wanted = typed.trim().toLowerCase();
  const shown = newDevices.filter(({ id, kind }) =>
    [t(`addHardware.entries.${id}.name`), t(`addHardware.entries.${id}.about`), id, kind].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
  const groups = newDeviceGroups
    .map((group) => ({ group, entries: shown.filter((each) => each.group === group) }))
    .filter(({ entries }) => entries.length > 0);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const order = groups.flatMap(({ entries }) => entries);
    const at = order.findIndex(({ id }) => id === chosen);
    const next = order[Math.min(Math.max(at + step, 0), order.length - 1)];
    if (next === undefined) return;
    onChoose(next.id);
    list.current?.querySelector(`[data-entry="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className={styles.side}>
      <TextInput
        data-autofocus
        size="xs"
        className={styles.search}
        leftSection={<Search size={13} />}
        aria-label={t('addHardware.search')}
        placeholder={t('addHardware.search')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={move}
      />
      <ScrollArea className={styles.scroll} type="auto">
        <div
          ref={list}
          role="listbox"
          tabIndex={0}
          aria-label={t('addHardware.list')}
          aria-activedescendant={`add-${chosen}`}
          className={styles.list}
          onKeyDown={move}
        >
          {groups.map(({ group, entries }) => (
            <div key={group} role="group" aria-label={t(`device.groups.${group}`)}>
              <div className={styles.group} aria-hidden>
                {t(`device.groups.${group}`)}
              </div>
              {entries.map((entry) => (
                // The list has the keyboard: arrows choose, as in any list box.
                <div
                  key={entry.id}
                  id={`add-${entry.id}`}
                  data-entry={entry.id}
                  role="option"
                  tabIndex={-1}
                  aria-selected={entry.id === chosen}
                  data-possible={entry.needs(context, entry.initial(context)).kind === 'possible'}
                  className={styles.entry}
                  onClick={() => onChoose(entry.id)}
                >
                  <EntryIcon device={entry} size={15} className={styles.icon} />
                  <span className={styles.name}>{t(`addHardware.entries.${entry.id}.name`)}</span>
                </div>
              ))}
            </div>
          ))}
          {groups.length === 0 && <p className={styles.quiet}>{t('addHardware.nothingFound')}</p>}
        </div>
      </ScrollArea>
    </div>
  );
}
