/**
 * Edits of a domain's definition, as data. Each says what it expects to find (`from`) beside what it wants (`to`): so it can be
 * shown, checked against the definition of the moment, merged with what others changed, and turned round to undo it.
 */
import { z } from 'zod';

/** A property's value; null: the property is absent. */
const value = z.json();
export type EditValue = z.infer<typeof value>;

const change = z.object({ from: value, to: value });
/** What one property is expected to be, and what it shall become. */
export type PropertyChange = z.infer<typeof change>;

const changes = z.record(z.string().max(100), change);
const xml = z.string().max(1_000_000);
/** See `devices/deviceKey.ts`. */
const key = z.string().max(1000);

export const domainEdit = z.discriminatedUnion('kind', [
  /** Properties of the domain itself (`domainProperties.ts`). */
  z.object({ kind: z.literal('domain'), changes }),
  /** Properties of one device. */
  z.object({ kind: z.literal('device'), device: key, changes }),
  /** One device's whole element, from the XML editor. */
  z.object({ kind: z.literal('deviceXml'), device: key, from: xml, to: xml }),
  z.object({ kind: z.literal('addDevice'), xml }),
  /** `xml`: the element as it was seen, for undo. */
  z.object({ kind: z.literal('removeDevice'), device: key, xml }),
  /** The whole persistent definition, from the XML editor or the history. */
  z.object({ kind: z.literal('definition'), from: xml, to: xml }),
]);
export type DomainEdit = z.infer<typeof domainEdit>;
export type DomainEdits = readonly DomainEdit[];

/**
 * What takes the edits back, in the order in which that works.
 * @param keyOf the key of a device with this XML
 */
export function inverseOf(edits: DomainEdits, keyOf: (xml: string) => string): DomainEdit[] {
  return edits.toReversed().map((edit): DomainEdit => {
    switch (edit.kind) {
      case 'domain':
        return { ...edit, changes: turned(edit.changes) };
      case 'device':
        return { ...edit, device: keyAfter(edit), changes: turned(edit.changes) };
      case 'deviceXml':
        return { ...edit, device: keyOf(edit.to), from: edit.to, to: edit.from };
      case 'addDevice':
        return { kind: 'removeDevice', device: keyOf(edit.xml), xml: edit.xml };
      case 'removeDevice':
        return { kind: 'addDevice', xml: edit.xml };
      case 'definition':
        return { ...edit, from: edit.to, to: edit.from };
      default:
        return edit satisfies never;
    }
  });
}

const turned = (changed: Readonly<Record<string, PropertyChange>>): Record<string, PropertyChange> =>
  Object.fromEntries(Object.entries(changed).map(([name, { from, to }]) => [name, { from: to, to: from }]));

/** Properties that are part of a device's key: changing one gives the device another key. */
const identifying: Readonly<Record<string, string>> = {
  disk: 'target',
  interface: 'mac',
  filesystem: 'target',
  channel: 'name',
};

/** The key the device has once the edit is made. */
function keyAfter({ device, changes: changed }: Extract<DomainEdit, { kind: 'device' }>): string {
  const [element = ''] = device.split(':', 1);
  const name = identifying[element];
  const to = name === undefined ? undefined : changed[name]?.to;
  return typeof to === 'string' ? `${element}:${element === 'interface' ? to.toLowerCase() : to}` : device;
}

/** What stood in the way of an edit: somebody else changed the same thing. */
export interface EditConflict {
  /** Index of the edit. */
  readonly edit: number;
  readonly device?: string;
  readonly property?: string;
  /** What the edit expected, what is there, what the edit wants. For whole elements these are XML. */
  readonly from: EditValue;
  readonly current: EditValue;
  readonly to: EditValue;
}
