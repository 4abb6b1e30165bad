/** What the fields of a form need of one object: the domain itself, or one of its devices. */
import type { DomainRef } from '../../../shared/model/domain.ts';
import { namedDeviceTables } from '../../../shared/model/devices/index.ts';
import type { EditValue, PropertyChange } from '../../../shared/model/domainEdit.ts';
import { editValue, namedDomain, same } from '../../../shared/model/editDefinition.ts';
import type { XmlElement } from '../../../shared/xml/element.ts';
import type { NamedTable } from '../../../shared/xml/named.ts';
import type { FieldTraits } from '../../../shared/xml/traits.ts';
import { planEdit } from '../../store/edits.ts';
import type { Hardware, HardwareDevice } from './hardware.ts';

export interface PropertyForm {
  readonly ref: DomainRef;
  readonly hardware: Hardware;
  /** 'domain', or the element of the device: what words and layouts go by. */
  readonly kind: string;
  readonly fields: Readonly<Record<string, FieldTraits>>;
  /** With the planned edits. */
  readonly value: (property: string) => EditValue;
  /** Before the planned edits. */
  readonly before: (property: string) => EditValue;
  readonly isPlanned: (property: string) => boolean;
  /** As it runs, where that differs from the definition of the next start; undefined where it doesn't. */
  readonly running: (property: string) => EditValue | undefined;
  /** Plans new values; null takes a property away. */
  readonly change: (values: Readonly<Record<string, EditValue>>) => void;
}

/** The form of what stands outside the devices. */
export function domainForm(ref: DomainRef, hardware: Hardware): PropertyForm {
  return form({
    ref,
    hardware,
    kind: 'domain',
    table: namedDomain,
    element: hardware.planned,
    before: hardware.before,
    device: undefined,
    plan: (changes) => planEdit(ref, { kind: 'domain', changes }),
  });
}

/** The form of a device; undefined where VirtDeck has no table for it. */
export function deviceForm(
  ref: DomainRef,
  hardware: Hardware,
  { key, element, before }: HardwareDevice,
): PropertyForm | undefined {
  const table = namedDeviceTables[element.name];
  if (table === undefined) return undefined;
  return form({
    ref,
    hardware,
    kind: element.name,
    table,
    element,
    before,
    device: key,
    plan: (changes) => planEdit(ref, { kind: 'device', device: key, changes }),
  });
}

interface FormParts extends Pick<PropertyForm, 'ref' | 'hardware' | 'kind'> {
  readonly table: NamedTable;
  readonly element: XmlElement;
  readonly before: XmlElement | undefined;
  readonly device: string | undefined;
  readonly plan: (changes: Record<string, PropertyChange>) => void;
}

function form({ ref, hardware, kind, table, element, before: old, device, plan }: FormParts): PropertyForm {
  const value = (property: string): EditValue => editValue(table.read(element, property));
  const before = (property: string): EditValue => (old === undefined ? null : editValue(table.read(old, property)));
  const pending = new Map(
    hardware.pending.flatMap((change) =>
      change.kind === 'property' && change.device === device ? [[change.property, change.live] as const] : [],
    ),
  );
  return {
    ref,
    hardware,
    kind,
    fields: table.fields,
    value,
    before,
    isPlanned: (property) => old !== undefined && !same(value(property), before(property)),
    running: (property) => pending.get(property),
    change: (values) => {
      const changes = Object.entries(values).map(([property, to]) => [property, { from: value(property), to }]);
      plan(Object.fromEntries(changes));
    },
  };
}
