import type { CreationChoices } from '../../../../shared/model/creation/choices.ts';
import type { Hardware, NewDisk, NewNic } from '../../../../shared/model/creation/hardware.ts';
import type { SourceKind } from '../../../../shared/model/creation/sources.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import type { OperatingSystem } from '../../../../shared/model/os.ts';
import type { NotesAt } from './notes.ts';
import type { Offers } from './offers.ts';

/** What every part of the form is given. */
export interface PartProps {
  readonly hardware: Hardware;
  readonly onChange: (hardware: Hardware) => void;
  readonly choices: CreationChoices;
  readonly offers: Offers;
  readonly notesAt: NotesAt;
  readonly os: OperatingSystem | undefined;
  readonly hosts: readonly HostId[];
  readonly source: SourceKind;
  /** How many VMs. */
  readonly count: number;
  /** All settings, not only what matters most. */
  readonly all: boolean;
}

/** What every part of one disk is given. */
export interface DiskProps extends PartProps {
  readonly disk: NewDisk;
  readonly at: number;
  readonly onDisk: (disk: NewDisk) => void;
}

/** What every part of one network card is given. */
export interface NicProps extends PartProps {
  readonly nic: NewNic;
  readonly at: number;
  readonly onNic: (nic: NewNic) => void;
}
