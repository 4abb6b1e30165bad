import type { CreationChoices } from '../../../../shared/model/creation/choices.ts';
import type { Hardware } from '../../../../shared/model/creation/hardware.ts';
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
