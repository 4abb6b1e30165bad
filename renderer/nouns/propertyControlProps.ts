import type { EditValue } from '../../shared/model/domainEdit.ts';
import type { FieldTraits } from '../../shared/xml/traits.ts';

/** A value that is offered; the label says more where the value alone says little. */
export interface Choice {
  readonly value: string;
  readonly label?: string;
  /** There, but not running now. */
  readonly inactive?: true;
}

export interface PropertyControlProps {
  readonly field: FieldTraits;
  /** Read out; what is seen beside the control is the caller's. */
  readonly label: string;
  /** null: not set. */
  readonly value: EditValue;
  readonly onChange: (value: EditValue) => void;
  /** Every keystroke counts; otherwise a text counts when its control is left. */
  readonly eager?: boolean;
  /** What may be chosen here, in place of the table's own values. */
  readonly choices?: readonly Choice[] | undefined;
  /** Name of a column of records. */
  readonly fieldLabel?: (field: string) => string;
}
