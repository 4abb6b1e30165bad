/** The VMs of all hosts or of one, as a table; draws only those that are seen. */
import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Domain } from '../../../shared/model/domain.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { DataGrid, noSelection, type GridState, type Selection } from '../../components/dataGrid/index.tsx';
import { domainVerb } from '../../nouns/domain.tsx';
import { beginDomainVerb } from '../../nouns/runVerb.ts';
import { useGridLayout } from '../../nouns/useGridLayout.ts';
import { DomainMenuItems, DomainToolbar } from '../../nouns/verbMenu.tsx';
import { openDialog } from '../../store/dialogs.ts';
import { useDomains, useInventory } from '../../store/inventory.ts';
import { columnsIn, domainRows, rowOf, type TableRow } from './columns.tsx';
import { EmptyTable } from './emptyTable.tsx';
import styles from './domainTable.module.css';

const loading: GridState = { kind: 'loading' };
const ready: GridState = { kind: 'ready' };

/** @param host only this host's VMs */
export function DomainTable({ host }: { readonly host?: HostId }): ReactElement {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsIn(t).filter(({ id }) => id !== 'host' || host === undefined), [t, host]);
  // The key is older than the table's name; what users chose is kept under it.
  const [layout, onLayout] = useGridLayout('vmTable', columns);
  const [selection, setSelection] = useState<Selection>(noSelection);
  const loaded = useInventory((state) => state.loaded);
  return (
    <DataGrid
      id="vm"
      label={t('domainTable.label')}
      kind={domainRows}
      columns={columns}
      rows={useRows(host)}
      layout={layout}
      onLayout={onLayout}
      selection={selection}
      onSelect={setSelection}
      state={loaded ? ready : loading}
      count={(count) => t('domainTable.count', { count })}
      renderTools={(rows) => <Tools domains={domainsOf(rows)} {...(host !== undefined && { host })} />}
      renderMenu={(rows) => <DomainMenuItems domains={domainsOf(rows)} />}
      renderEmpty={(filtered) => <EmptyTable filtered={filtered} {...(host !== undefined && { host })} />}
      onOpen={({ key }) => (location.hash = `#/vm/${key}`)}
      onKey={(event, rows) => onKey(event, domainsOf(rows))}
    />
  );
}

const domainsOf = (rows: readonly TableRow[]): readonly Domain[] => rows.map(({ domain }) => domain);

function useRows(host: HostId | undefined): readonly TableRow[] {
  const domains = useDomains();
  const hosts = useInventory((state) => state.hosts);
  return useMemo(
    () =>
      domains
        .filter((domain) => host === undefined || domain.host === host)
        .map((domain) => rowOf(domain, hosts[domain.host])),
    [domains, hosts, host],
  );
}

function onKey({ key }: KeyboardEvent, selected: readonly Domain[]): boolean {
  if (key !== 'F2' && key !== 'Delete') return false;
  const verb = domainVerb(key === 'F2' ? 'rename' : 'delete');
  if (verb && (selected.length === 1 || (verb.bulk && selected.length > 0))) beginDomainVerb(verb, selected);
  return true;
}

interface ToolsProps {
  readonly domains: readonly Domain[];
  readonly host?: HostId;
}

/** The verbs of the selection; without one, how to begin. */
function Tools({ domains, host }: ToolsProps): ReactElement {
  const { t } = useTranslation();
  if (domains.length > 0) return <DomainToolbar domains={domains} />;
  return (
    <>
      <Button
        variant="default"
        leftSection={<Plus size={13} aria-hidden />}
        onClick={() => openDialog({ kind: 'createDomain', ...(host !== undefined && { host }) })}
      >
        {t('verbs.host.create')}
      </Button>
      <span className={styles.quiet}>{t('domainTable.hint')}</span>
    </>
  );
}
