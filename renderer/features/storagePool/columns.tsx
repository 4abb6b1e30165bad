/** The columns of a pool's volumes, one entry each; their headings are `storageVolume.columns.<id>`. */
import type { StorageVolume } from '../../../shared/model/storageVolume.ts';
import { formatValue } from '../../components/chartUnits.ts';
import type { Column } from '../../components/dataGrid/index.tsx';
import { byNumber, byText, dash } from '../../nouns/cells.tsx';
import type { ColumnId } from '../../words/keys.ts';

type VolumeColumn = Omit<Column<StorageVolume>, 'label'> & { readonly id: ColumnId<'storageVolume'> };

const bytes = (value: number): string => formatValue('memory', value / 1024);

export const volumeColumns: readonly VolumeColumn[] = [
  {
    id: 'name',
    width: 'minmax(200px, 2fr)',
    standard: true,
    compare: byText(({ name }) => name),
    render: ({ name }) => name,
  },
  {
    id: 'usedBy',
    width: 'minmax(130px, 1.4fr)',
    standard: true,
    compare: byText(({ usedBy }) => usedBy.join(', ')),
    render: ({ usedBy }) => usedBy.join(', ') || dash,
  },
  {
    id: 'format',
    width: '84px',
    standard: true,
    compare: byText(({ format }) => format ?? ''),
    render: ({ format }) => format ?? dash,
  },
  {
    id: 'capacity',
    width: '92px',
    numeric: true,
    standard: true,
    compare: byNumber(({ capacityBytes }) => capacityBytes),
    render: ({ capacityBytes }) => bytes(capacityBytes),
  },
  {
    id: 'allocation',
    width: '92px',
    numeric: true,
    standard: true,
    compare: byNumber(({ allocationBytes }) => allocationBytes),
    render: ({ allocationBytes }) => bytes(allocationBytes),
  },
  {
    id: 'backing',
    width: 'minmax(130px, 1.2fr)',
    standard: false,
    compare: byText(({ backingPath }) => backingPath ?? ''),
    render: ({ backingPath }) => backingPath ?? dash,
  },
  {
    id: 'path',
    width: 'minmax(160px, 1.8fr)',
    standard: true,
    compare: byText(({ path }) => path),
    render: ({ path }) => path,
  },
];
