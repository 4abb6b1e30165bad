/**
 * Which properties a form shows, in which section and order. Tables of names: what no section names comes at the end under `more`, so
 * a property that is new to a table can be edited without a line here.
 */
import type { EditValue } from '../../../shared/model/domainEdit.ts';
import type { SectionId } from '../../words/keys.ts';

/** Editors of properties that only make sense together; see `special/`. */
export type SpecialEditor = 'cpuTopology' | 'cpuModel' | 'pinning' | 'numa' | 'bootOrder' | 'memory';

/** A property; with `when`, only where others have one of these values, or where it is set itself. */
export type LayoutField<Name extends string = string> =
  | Name
  | { readonly name: Name; readonly when: { readonly [Other in Name]?: readonly EditValue[] } };

export interface SectionLayout<Name extends string = string> {
  readonly id: SectionId;
  readonly fields?: readonly LayoutField<Name>[];
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

/** The same condition for several properties. */
export const when = <On extends string, Name extends string>(
  condition: { readonly [Other in On]: readonly EditValue[] },
  names: readonly Name[],
): readonly { readonly name: Name; readonly when: { readonly [Other in On]: readonly EditValue[] } }[] =>
  names.map((name) => ({ name, when: condition }));

export const nameOf = (field: LayoutField): string => (typeof field === 'string' ? field : field.name);

/** Every property that a section says something about. */
export const namesIn = ({ fields = [], covers = [] }: SectionLayout): readonly string[] => [
  ...fields.map(nameOf),
  ...covers,
];

/** Whether a field is of use with these values. */
export function isShown(field: LayoutField, value: (property: string) => EditValue): boolean {
  if (typeof field === 'string' || value(field.name) !== null) return true;
  return Object.entries<readonly EditValue[] | undefined>(field.when).every(
    ([other, values]) => values?.includes(value(other)) === true,
  );
}

/** The sections of a layout, and one more for whatever it doesn't name. */
export function completed({ sections, told = [] }: Layout, properties: readonly string[]): readonly SectionLayout[] {
  const named = new Set([...told, ...sections.flatMap(namesIn)]);
  const rest = properties.filter((property) => !named.has(property));
  return rest.length === 0 ? sections : [...sections, { id: 'more', fields: rest, closed: true }];
}
