/**
 * Which properties a form shows, in which section and order. Tables of names: what no section names comes at the end under `more`, so
 * a property that is new to a table can be edited without a line here.
 */
import type { EditValue } from '../../shared/model/domainEdit.ts';
import type { FieldTraits } from '../../shared/xml/traits.ts';
import type { SectionId } from '../words/keys.ts';

/** Editors of properties that only make sense together; see `features/hardware/special/`. */
export type SpecialEditor = 'cpuTopology' | 'cpuModel' | 'pinning' | 'numa' | 'bootOrder' | 'memory';

export interface SectionLayout<Name extends string = string> {
  readonly id: SectionId;
  readonly fields?: readonly Name[];
  /** An editor that shows several properties together, above the fields. */
  readonly special?: SpecialEditor;
  /** Its own properties, which are not shown again under `more`. */
  readonly covers?: readonly Name[];
  /** Closed at first, unless something in it is set. */
  readonly closed?: true;
}

export interface Layout<Name extends string = string> {
  readonly sections: readonly SectionLayout<Name>[];
  /** Shown elsewhere on the page, or told by the guest or the host: nothing to edit. */
  readonly told?: readonly Name[];
}

/** Every property that a section says something about. */
export const namesIn = ({ fields = [], covers = [] }: SectionLayout): readonly string[] => [...fields, ...covers];

/** Whether a property is of use with these values of the others: its own condition is met, or it is set all the same. */
export function isShown(name: string, field: FieldTraits | undefined, value: (property: string) => EditValue): boolean {
  if (value(name) !== null) return true;
  return Object.entries(field?.when ?? {}).every(([other, values]) => values.some((each) => each === value(other)));
}

/** The sections of a layout, and one more for whatever it doesn't name. */
export function completed({ sections, told = [] }: Layout, properties: readonly string[]): readonly SectionLayout[] {
  const named = new Set([...told, ...sections.flatMap(namesIn)]);
  const rest = properties.filter((property) => !named.has(property));
  return rest.length === 0 ? sections : [...sections, { id: 'more', fields: rest, closed: true }];
}
