/** The VMs of all hosts or of one, as a table. */
import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../../shared/model/host.ts';
import { ObjectGrid } from '../../nouns/objectGrid.tsx';
import { openDialog } from '../../store/dialogs.ts';
import { EmptyTable } from './emptyTable.tsx';
import styles from './domainTable.module.css';

interface DomainTableProps {
  /** Only this host's VMs. */
  readonly host?: HostId;
}

export function DomainTable({ host }: DomainTableProps): ReactElement {
  return (
    <ObjectGrid
      kind="domain"
      host={host}
      // Older than the table's name; what users chose is kept under it.
      layoutKey="vmTable"
      beginning={<Beginning {...(host !== undefined && { host })} />}
      renderEmpty={(filtered) => <EmptyTable filtered={filtered} {...(host !== undefined && { host })} />}
    />
  );
}

function Beginning({ host }: DomainTableProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Button
        variant="default"
        leftSection={<Plus size={13} aria-hidden />}
        onClick={() => openDialog({ kind: 'createDomain', ...(host !== undefined && { host }) })}
      >
        {t('host.verbs.create')}
      </Button>
      <span className={styles.quiet}>{t('domain.table.hint')}</span>
    </>
  );
}
