/** The columns of a pool's volumes, one entry each; their headings are `storageVolume.columns.<id>`. */
import type { HostId } from '../../../shared/model/host.ts';
import type { StorageVolume } from '../../../shared/model/storageVolume.ts';
import { formatValue } from '../../components/chartUnits.ts';
import type { Column } from '../../components/dataGrid/index.tsx';
import { byNumber, byText, dash } from '../../nouns/cells.tsx';
import { UserChips } from '../../nouns/users.tsx';
import type { ColumnId } from '../../words/keys.ts';

export interface VolumeRow {
  readonly host: HostId;
  readonly volume: StorageVolume;
}

type VolumeColumn = Omit<Column<VolumeRow>, 'label'> & { readonly id: ColumnId<'storageVolume'> };

/** Of the users of a volume, named in its row. */
const IN_A_ROW = 2;

const bytes = (value: number): string => formatValue('memory', value / 1024);

export const volumeColumns: readonly VolumeColumn[] = [
  {
    id: 'name',
    width: 'minmax(200px, 2fr)',
    standard: true,
    compare: byText(({ volume }) => volume.name),
    render: ({ volume }) => volume.name,
  },
  {
    id: 'usedBy',
    width: 'minmax(130px, 1.4fr)',
    standard: true,
    compare: byText(({ volume }) => volume.usedBy.join(', ')),
    render: ({ host, volume: { usedBy } }) =>
      usedBy.length === 0 ? dash : <UserChips host={host} names={usedBy} most={IN_A_ROW} />,
  },
  {
    id: 'format',
    width: '84px',
    standard: true,
    compare: byText(({ volume }) => volume.format ?? ''),
    render: ({ volume }) => volume.format ?? dash,
  },
  {
    id: 'capacity',
    width: '92px',
    numeric: true,
    standard: true,
    compare: byNumber(({ volume }) => volume.capacityBytes),
    render: ({ volume }) => bytes(volume.capacityBytes),
  },
  {
    id: 'allocation',
    width: '92px',
    numeric: true,
    standard: true,
    compare: byNumber(({ volume }) => volume.allocationBytes),
    render: ({ volume }) => bytes(volume.allocationBytes),
  },
  {
    id: 'backing',
    width: 'minmax(130px, 1.2fr)',
    standard: false,
    compare: byText(({ volume }) => volume.backingPath ?? ''),
    render: ({ volume }) => volume.backingPath ?? dash,
  },
  {
    id: 'path',
    width: 'minmax(160px, 1.8fr)',
    standard: true,
    compare: byText(({ volume }) => volume.path),
    render: ({ volume }) => volume.path,
  },
];
