/** The VMs of all hosts or of one, as a table of 27-pixel rows; draws only those that are seen. */
import { ActionIcon, Button, Checkbox, Menu, TextInput } from '@mantine/core';
import { Columns3, Plus, Search } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../../shared/model/host.ts';
import { DomainToolbar } from '../../nouns/verbMenu.tsx';
import { openDialog } from '../../store/dialogs.ts';
import { useDomains, useInventory } from '../../store/inventory.ts';
import { isBoolean, isNumber, isStringList, useLayout } from '../../store/settings.ts';
import { columns, rowOf, standardColumns, type TableRow } from './columns.tsx';
import { EmptyTable } from './emptyTable.tsx';
import { noSelection, type Selection } from './selection.ts';
import { VmGrid } from './vmGrid.tsx';
import type { Sort, Widths } from './vmHead.tsx';
import styles from './vmTable.module.css';

const byName: Sort = { id: 'name', ascending: true };
const ownWidths: Widths = {};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSort = (value: unknown): value is Sort =>
  isRecord(value) && typeof value['id'] === 'string' && isBoolean(value['ascending']);
const isWidths = (value: unknown): value is Widths => isRecord(value) && Object.values(value).every(isNumber);

/** @param host only this host's VMs */
export function VmTable({ host }: { readonly host?: HostId }): ReactElement {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const [chosen, setChosen] = useLayout('vmTable.columns', [...standardColumns], isStringList);
  const shown = useMemo(
    () => columns.filter(({ id }) => chosen.includes(id) && (id !== 'host' || host === undefined)),
    [chosen, host],
  );
  const [sort, setSort] = useLayout('vmTable.sort', byName, isSort);
  const [widths, setWidths] = useLayout('vmTable.widths', ownWidths, isWidths);
  const rows = useRows(host, filter, sort);
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const [selection, setSelection] = useState<Selection>(noSelection);
  const selected = useMemo(
    () => rows.filter(({ key }) => selection.keys.has(key)).map(({ domain }) => domain),
    [rows, selection],
  );
  return (
    <div className={styles.whole}>
      <div className={styles.tools}>
        {selected.length > 0 ? (
          <DomainToolbar domains={selected} />
        ) : (
          <>
            <Button
              variant="default"
              leftSection={<Plus size={13} aria-hidden />}
              onClick={() => openDialog({ kind: 'createDomain', ...(host !== undefined && { host }) })}
            >
              {t('verbs.host.create')}
            </Button>
            <span className={styles.quiet}>{t('vmTable.hint')}</span>
          </>
        )}
        <span className={styles.count} role="status">
          {selected.length > 0
            ? t('vmTable.selected', { selected: selected.length, count: rows.length })
            : t('vmTable.count', { count: rows.length })}
          {selected.length > 0 && (
            <button type="button" className={styles.link} onClick={() => setSelection(noSelection)}>
              {t('vmTable.clear')}
            </button>
          )}
        </span>
        <TextInput
          className={styles.filter}
          leftSection={<Search size={13} aria-hidden />}
          placeholder={t('vmTable.filter')}
          aria-label={t('vmTable.filter')}
          data-filter
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
        />
        <ColumnChooser chosen={chosen} onChange={setChosen} />
      </div>
      <VmGrid
        rows={rows}
        keys={keys}
        shown={shown}
        sort={sort}
        onSort={(id) => setSort({ id, ascending: sort.id === id ? !sort.ascending : true })}
        widths={widths}
        onWidth={(id, width) => {
          const { [id]: _before, ...others } = widths;
          setWidths(width === undefined ? others : { ...others, [id]: width });
        }}
        selection={selection}
        selected={selected}
        onSelect={setSelection}
      />
      {rows.length === 0 && <EmptyTable filtered={filter !== ''} {...(host !== undefined && { host })} />}
    </div>
  );
}

function useRows(host: HostId | undefined, filter: string, sort: Sort): readonly TableRow[] {
  const domains = useDomains();
  const hosts = useInventory((state) => state.hosts);
  return useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    const found = domains.filter(
      (domain) =>
        (host === undefined || domain.host === host) &&
        (wanted === '' ||
          domain.name.toLowerCase().includes(wanted) ||
          (hosts[domain.host]?.config.name.toLowerCase().includes(wanted) ?? false) ||
          (domain.definition?.title?.toLowerCase().includes(wanted) ?? false)),
    );
    const rows = found.map((domain) => rowOf(domain, hosts[domain.host]));
    const by = columns.find(({ id }) => id === sort.id);
    if (!by) return rows;
    return rows.toSorted((a, b) => (sort.ascending ? by.compare(a, b) : by.compare(b, a)));
  }, [domains, hosts, host, filter, sort]);
}

function ColumnChooser({
  chosen,
  onChange,
}: {
  readonly chosen: readonly string[];
  readonly onChange: (next: string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={28} aria-label={t('vmTable.columns')}>
          <Columns3 size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {columns
          .filter(({ id }) => id !== 'name')
          .map(({ id }) => {
            const on = chosen.includes(id);
            return (
              <Menu.Item
                key={id}
                role="menuitemcheckbox"
                aria-checked={on}
                leftSection={<Checkbox checked={on} readOnly tabIndex={-1} aria-hidden />}
                onClick={() => onChange(on ? chosen.filter((one) => one !== id) : [...chosen, id])}
              >
                {t(`columns.${id}`)}
              </Menu.Item>
            );
          })}
      </Menu.Dropdown>
    </Menu>
  );
}
