/** Above the rows: what can be done with the selection, how many there are, the filter and the columns. */
import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './dataGrid.module.css';

interface GridToolsProps {
  readonly children: ReactNode;
  /** How many rows there are, in words. */
  readonly count: string;
  readonly rows: number;
  readonly selected: number;
  readonly onClear: () => void;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly chooser: ReactNode;
}

export function GridTools(props: GridToolsProps): ReactElement {
  const { children, count, rows, selected, onClear, filter, onFilter, chooser } = props;
  const { t } = useTranslation();
  return (
    <div className={styles.tools}>
      {children}
      <span className={styles.count} role="status">
        {selected > 0 ? t('dataGrid.selected', { selected, count: rows }) : count}
        {selected > 0 && (
          <button type="button" className={styles.link} onClick={onClear}>
            {t('dataGrid.clear')}
          </button>
        )}
      </span>
      <TextInput
        className={styles.filter}
        leftSection={<Search size={13} aria-hidden />}
        placeholder={t('dataGrid.filter')}
        aria-label={t('dataGrid.filter')}
        // Where the key "/" leads.
        data-filter
        value={filter}
        onChange={(event) => onFilter(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onFilter('')}
      />
      {chooser}
    </div>
  );
}
