/**
 * What differs between two texts of a definition, property by property. Unlike `pendingChanges` both are of the same kind (two versions
 * of a persistent definition, or two domains'), so nothing is overlooked as libvirt's own expansion.
 */
import type { NamedTable } from '../xml/named.ts';
import { parseXml } from '../xml/parse.ts';
import { serializeElement } from '../xml/serialize.ts';
import type { XmlElement } from '../xml/element.ts';
import { keyedDevices, type DeviceKey } from './devices/deviceKey.ts';
import { namedDeviceTables } from './devices/index.ts';
import type { EditValue } from './domainEdit.ts';
import { editValue, namedDomain, same, sameXml } from './editDefinition.ts';

export type DefinitionChange =
  /** Without a device: of the domain itself. */
  | {
      readonly kind: 'property';
      readonly device?: DeviceKey;
      readonly property: string;
      readonly from: EditValue;
      readonly to: EditValue;
    }
  | { readonly kind: 'added' | 'removed'; readonly device: DeviceKey }
  /** Something of the device that has no property. */
  | { readonly kind: 'device'; readonly device: DeviceKey }
  /** Something outside the devices that has no property. */
  | { readonly kind: 'element'; readonly element: string };

/** @throws AppError `invalidArgument` when one is no XML */
export function definitionChanges(before: string, after: string): readonly DefinitionChange[] {
  const [older, newer] = [parseXml(before).root, parseXml(after).root];
  const devices = { older: keyedDevices(older), newer: keyedDevices(newer) };
  const own = properties(namedDomain, older, newer);
  return [
    ...own,
    ...[...devices.newer].flatMap(([device, element]): readonly DefinitionChange[] => {
      const old = devices.older.get(device);
      return old === undefined ? [{ kind: 'added', device }] : deviceChanges(device, old, element);
    }),
    ...[...devices.older.keys()].flatMap((device): readonly DefinitionChange[] =>
      devices.newer.has(device) ? [] : [{ kind: 'removed', device }],
    ),
    ...(own.length === 0 ? otherElements(older, newer) : []),
  ];
}

type Changed = Extract<DefinitionChange, { kind: 'property' }>;

function properties(table: NamedTable, older: XmlElement, newer: XmlElement): readonly Changed[] {
  return Object.keys(table.fields).flatMap((property): readonly Changed[] => {
    const [from, to] = [editValue(table.read(older, property)), editValue(table.read(newer, property))];
    return same(from, to) ? [] : [{ kind: 'property', property, from, to }];
  });
}

function deviceChanges(device: DeviceKey, older: XmlElement, newer: XmlElement): readonly DefinitionChange[] {
  const table = namedDeviceTables[newer.name];
  const changed = table === undefined ? [] : properties(table, older, newer).map((each) => ({ ...each, device }));
  if (changed.length > 0 || sameXml(serializeElement(older), serializeElement(newer))) return changed;
  return [{ kind: 'device', device }];
}

/** Only asked where no property differs: metadata, elements of a namespace, and what VirtDeck has no form for. */
function otherElements(older: XmlElement, newer: XmlElement): readonly DefinitionChange[] {
  const names = new Set([...older.children, ...newer.children].map(({ name }) => name));
  names.delete('devices');
  const text = (root: XmlElement, name: string): string => root.childrenNamed(name).map(serializeElement).join('\n');
  return [...names].flatMap((element): readonly DefinitionChange[] =>
    sameXml(text(older, element), text(newer, element)) ? [] : [{ kind: 'element', element }],
  );
}
