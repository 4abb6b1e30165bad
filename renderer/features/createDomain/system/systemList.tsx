/** All systems that are known, found by their words; old ones are behind a button. */
import { Loader, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { searchSystems, type OperatingSystem, type OsGroup } from '../../../../shared/model/os.ts';
import { groupNow } from '../systems.ts';
import styles from './system.module.css';

interface SystemListProps {
  /** Undefined: on their way. */
  readonly systems: readonly OperatingSystem[] | undefined;
  readonly chosen: string | undefined;
  /** Without an id: unknown. */
  readonly onChoose: (id: string | undefined) => void;
}

const groups: readonly OsGroup[] = ['recommended', 'prerelease', 'old'];
/** Of a search; more are found by more letters. */
const MOST = 300;

interface Row {
  readonly id: string | undefined;
  readonly name: string;
  readonly note: string;
  readonly group: OsGroup | 'unknown';
}

export function SystemList({ systems, chosen, onChoose }: SystemListProps): ReactElement {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [old, setOld] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const rows = useRows(systems, typed, old, chosen);
  const at = rows.findIndex(({ id }) => id === chosen);
  useEffect(() => {
    // What was detected may be far down.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, rows.length]);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (next !== undefined) onChoose(next.id);
  };
  return (
    <>
      <TextInput
        leftSection={<Search size={13} aria-hidden />}
        aria-label={t('createDomain.system.search')}
        placeholder={t('createDomain.system.search')}
        value={typed}
        data-first
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={move}
      />
      {systems === undefined && <Loader size="sm" m="md" aria-label={t('createDomain.system.loading')} />}
      <div
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label={t('createDomain.system.list')}
        aria-activedescendant={at >= 0 ? `system-${at}` : undefined}
        className={styles.list}
        onKeyDown={move}
      >
        {rows.map((row, index) => (
          <div key={row.id ?? ''} role="presentation">
            {rows[index - 1]?.group !== row.group && row.group !== 'unknown' && (
              <div className={styles.group} aria-hidden>
                {t(`createDomain.system.group.${row.group}`)}
              </div>
            )}
            {/* The list has the keyboard: arrows choose, as in any list box. */}
            <div
              id={`system-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className={styles.entry}
              onClick={() => onChoose(row.id)}
            >
              <span className={styles.name}>{row.name}</span>
              <span className={styles.quiet}>{row.note}</span>
            </div>
          </div>
        ))}
      </div>
      {!old && systems !== undefined && (
        <button type="button" className={styles.more} onClick={() => setOld(true)}>
          {t('createDomain.system.showOld')}
        </button>
      )}
    </>
  );
}

function useRows(
  systems: readonly OperatingSystem[] | undefined,
  typed: string,
  old: boolean,
  chosen: string | undefined,
): readonly Row[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const found = searchSystems(systems ?? [], typed).slice(0, typed === '' ? undefined : MOST);
    const rows = found
      .map((os) => ({ id: os.id, name: os.name, note: os.released?.slice(0, 4) ?? '', group: groupNow(os) }))
      // The one that is chosen is always there to be seen.
      .filter(({ group, id }) => old || group !== 'old' || id === chosen);
    const unknown: Row = { id: undefined, name: t('createDomain.system.unknown'), note: '', group: 'unknown' };
    return [
      ...(typed === '' ? [unknown] : []),
      ...groups.flatMap((group) => rows.filter((row) => row.group === group)),
    ];
  }, [systems, typed, old, chosen, t]);
}
