import type { ReactElement } from 'react';
import type { DomainRef } from '../../../shared/model/domain.ts';
import type { DiskDialogId } from '../../store/dialogs.ts';
import { FlattenDisk } from './flattenDisk.tsx';
import { GrowDisk } from './growDisk.tsx';
import { InsertMedia } from './insertMedia.tsx';
import { MoveDisk } from './moveDisk.tsx';

const dialogs = { grow: GrowDisk, move: MoveDisk, flatten: FlattenDisk, insert: InsertMedia } as const;

interface DiskDialogProps {
  readonly dialog: DiskDialogId;
  readonly domain: DomainRef;
  /** Target of the disk in the guest. */
  readonly target: string;
  readonly onClose: () => void;
}

/** The dialog about one disk that was asked for. */
export function DiskDialog({ dialog, ...props }: DiskDialogProps): ReactElement {
  const Dialog = dialogs[dialog];
  return <Dialog {...props} />;
}
