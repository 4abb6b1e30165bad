/** What is in a pool, read from the host while it is looked at. */
import { Button, Menu } from '@mantine/core';
import { Clipboard, HardDrive } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '../../../shared/errors.ts';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import {
  DataGrid,
  noSelection,
  type Column,
  type GridState,
  type RowKind,
  type Selection,
} from '../../components/dataGrid/index.tsx';
import page from '../../components/page.module.css';
import { ProblemLine } from '../../nouns/problem.tsx';
import { showFailure } from '../../nouns/runVerb.ts';
import { useGridLayout } from '../../nouns/useGridLayout.ts';
import { useChildren } from '../../store/children.ts';
import { useHost, useRecord } from '../../store/inventory.ts';
import { volumeColumns, type VolumeRow } from './columns.tsx';

const rowKind: RowKind<VolumeRow> = {
  key: ({ volume }) => volume.name,
  name: ({ volume }) => volume.name,
  same: (a, b) => a.volume === b.volume,
  texts: ({ volume: { name, path, usedBy } }) => [name, path, ...usedBy],
  lead: () => <HardDrive size={15} aria-hidden color="var(--text-2)" style={{ flex: 'none' }} />,
};

export function Volumes({ pool }: { readonly pool: ObjectRef<'storagePool'> }): ReactElement {
  const { t } = useTranslation();
  const { records, loaded, error } = useChildren('storageVolume', pool);
  const columns = useMemo(
    (): readonly Column<VolumeRow>[] =>
      volumeColumns.map((column) => ({ ...column, label: t(`storageVolume.columns.${column.id}`) })),
    [t],
  );
  const rows = useMemo(() => records.map((volume) => ({ host: pool.host, volume })), [records, pool.host]);
  const [layout, onLayout] = useGridLayout('storageVolumeTable', columns);
  const [selection, setSelection] = useState<Selection>(noSelection);
  return (
    <DataGrid
      id="storageVolume"
      label={t('storageVolume.many')}
      kind={rowKind}
      columns={columns}
      rows={rows}
      layout={layout}
      onLayout={onLayout}
      selection={selection}
      onSelect={setSelection}
      state={useGridState(pool, loaded, error)}
      count={(count) => t('storageVolume.count', { count })}
      renderTools={(selected) =>
        rows.length === 0 ? <span className={page.quiet}>{t('object.hint')}</span> : <CopyPath rows={selected} />
      }
      renderMenu={(selected) => (
        <Menu.Item leftSection={<Clipboard size={14} aria-hidden />} onClick={() => void copyPaths(selected)}>
          {t('storageVolume.copyPath')}
        </Menu.Item>
      )}
      renderEmpty={(filtered) => <Empty pool={pool} filtered={filtered} loaded={loaded} />}
    />
  );
}

/** What was there stays when it can't be read any more; then the reason stands above it. */
function useGridState(pool: ObjectRef<'storagePool'>, loaded: boolean, error: ErrorData | undefined): GridState {
  const connected = useHost(pool.host)?.status.kind === 'connected';
  return useMemo(() => {
    if (error !== undefined) return { kind: 'failed', note: <ProblemLine error={error} /> };
    return loaded || !connected ? { kind: 'ready' } : { kind: 'loading' };
  }, [connected, loaded, error]);
}

const copyPaths = (rows: readonly VolumeRow[]): Promise<void> =>
  navigator.clipboard.writeText(rows.map(({ volume }) => volume.path).join('\n')).catch(showFailure);

function CopyPath({ rows }: { readonly rows: readonly VolumeRow[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <Button variant="default" leftSection={<Clipboard size={13} aria-hidden />} onClick={() => void copyPaths(rows)}>
      {t('storageVolume.copyPath')}
    </Button>
  );
}

interface EmptyProps {
  readonly pool: ObjectRef<'storagePool'>;
  readonly filtered: boolean;
  readonly loaded: boolean;
}

/** Why there is nothing to be seen. */
function Empty({ pool, filtered, loaded }: EmptyProps): ReactElement {
  const { t } = useTranslation();
  const state = useRecord(pool)?.state;
  const connected = useHost(pool.host)?.status.kind === 'connected';
  const why = (): Exclude<keyof typeof emptyWords, 'filtered'> => {
    if (!connected) return 'away';
    if (state === 'inactive' || state === 'inaccessible') return state;
    return loaded ? 'none' : 'loading';
  };
  return <p className={page.empty}>{t(emptyWords[filtered ? 'filtered' : why()])}</p>;
}

const emptyWords = {
  filtered: 'object.empty.filtered',
  away: 'object.empty.away',
  inactive: 'storageVolume.poolOff',
  inaccessible: 'storageVolume.noAnswer',
  none: 'storageVolume.none',
  loading: 'storageVolume.loading',
} as const;
