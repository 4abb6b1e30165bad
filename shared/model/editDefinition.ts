/** Makes edits on a parsed definition: the one place where an edit becomes XML. */
import { appError } from '../errors.ts';
import type { XmlElement } from '../xml/element.ts';
import { named, type NamedTable } from '../xml/named.ts';
import { parseXml } from '../xml/parse.ts';
import { serializeElement } from '../xml/serialize.ts';
import { elementOf, keyedDevices } from './devices/deviceKey.ts';
import { namedDeviceTables } from './devices/index.ts';
import type { DomainEdit, DomainEdits, EditConflict, EditValue, PropertyChange } from './domainEdit.ts';
import { domain } from './domainProperties.ts';

export const namedDomain = named('domain', domain);

/** Passwords and the like: a window never sees them, so it can't know what to expect. */
const secretsOf = (table: NamedTable | undefined): readonly string[] =>
  Object.entries(table?.fields ?? {}).flatMap(([name, { secret }]) => (secret === true ? [name] : []));

export interface EditOptions {
  /** Changes made meanwhile by others are overwritten instead of being reported. */
  readonly force?: boolean;
}

/**
 * Makes every edit on the tree and reports those that meet a change of somebody else's; such a part is left as it is found.
 * @throws AppError `invalidArgument` when a value or an XML text is malformed
 */
export function editDefinition(
  root: XmlElement,
  edits: DomainEdits,
  options: EditOptions = {},
): readonly EditConflict[] {
  return edits.flatMap((edit, index) => editOne(root, edit, options).map((conflict) => ({ edit: index, ...conflict })));
}

type Conflict = Omit<EditConflict, 'edit'>;

function editOne(root: XmlElement, edit: DomainEdit, options: EditOptions): readonly Conflict[] {
  switch (edit.kind) {
    case 'domain':
      return change(namedDomain, root, edit.changes, options);
    case 'device':
      return changeDevice(root, edit, options);
    case 'deviceXml':
      return replaceDevice(root, edit, options);
    case 'addDevice':
      return addDevice(root, edit.xml);
    case 'removeDevice':
      return removeDevice(root, edit, options);
    case 'definition':
      return replaceAll(root, edit, options);
    default:
      return edit satisfies never;
  }
}

function change(
  table: NamedTable,
  element: XmlElement,
  changes: Readonly<Record<string, PropertyChange>>,
  { force = false }: EditOptions,
): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  for (const [property, { from, to }] of Object.entries(changes)) {
    const current = editValue(table.read(element, property));
    const mine = same(current, from) || same(current, to) || table.fields[property]?.secret === true;
    if (mine || force) table.write(element, property, to ?? undefined);
    else conflicts.push({ property, from, current, to });
  }
  return conflicts;
}

function changeDevice(
  root: XmlElement,
  { device, changes }: Extract<DomainEdit, { kind: 'device' }>,
  options: EditOptions,
): readonly Conflict[] {
  const element = keyedDevices(root).get(device);
  const gone = (): readonly Conflict[] =>
    Object.entries(changes).map(([property, { from, to }]) => ({ device, property, from, current: null, to }));
  if (element === undefined) return gone();
  const table = namedDeviceTables[element.name];
  if (table === undefined)
    throw appError('invalidArgument', `${element.name} has no properties`, { params: { path: device } });
  return change(table, element, changes, options).map((conflict) => ({ device, ...conflict }));
}

function replaceDevice(
  root: XmlElement,
  { device, from, to }: Extract<DomainEdit, { kind: 'deviceXml' }>,
  { force = false }: EditOptions,
): readonly Conflict[] {
  const element = keyedDevices(root).get(device);
  if (element === undefined) return [{ device, from, current: null, to }];
  const current = serializeElement(element);
  if (!force && !sameXml(current, from) && !sameXml(current, to)) return [{ device, from, current, to }];
  const wanted = parseXml(to).root;
  carrySecrets(element, wanted);
  element.parent?.insert(wanted, element);
  element.remove();
  return [];
}

function addDevice(root: XmlElement, xml: string): readonly Conflict[] {
  const devices = root.child('devices') ?? root.addChild('devices');
  const added = parseXml(xml).root;
  const alike = devices.childrenNamed(added.name).at(-1);
  devices.insert(added, alike ?? devices.children.at(-1));
  return [];
}

function removeDevice(
  root: XmlElement,
  { device, xml }: Extract<DomainEdit, { kind: 'removeDevice' }>,
  { force = false }: EditOptions,
): readonly Conflict[] {
  const element = keyedDevices(root).get(device);
  if (element === undefined) return []; // that it is gone is what was wanted
  const current = serializeElement(element);
  if (!force && !sameDevice(element, parseXml(xml).root)) return [{ device, from: xml, current, to: null }];
  element.remove();
  return [];
}

function replaceAll(
  root: XmlElement,
  { from, to }: Extract<DomainEdit, { kind: 'definition' }>,
  { force = false }: EditOptions,
): readonly Conflict[] {
  const current = serializeElement(root);
  if (!force && !sameXml(withoutSecrets(current), withoutSecrets(from)))
    return [{ from, current: withoutSecrets(current), to }];
  const wanted = parseXml(to).root;
  const old = keyedDevices(root);
  for (const [key, element] of keyedDevices(wanted)) {
    const before = old.get(key);
    if (before !== undefined) carrySecrets(before, element);
  }
  root.become(wanted);
  return [];
}

/** A window's text lacks the passwords that the definition has: they stay as long as their device does. */
function carrySecrets(from: XmlElement, to: XmlElement): void {
  const table = namedDeviceTables[from.name];
  if (table === undefined || from.name !== to.name) return;
  for (const name of secretsOf(table)) {
    const secret = table.read(from, name);
    if (secret !== undefined && table.read(to, name) === undefined) table.write(to, name, secret);
  }
}

/** Whether an edit holds a password: such a one must not be recorded. */
export function hasSecret(edit: DomainEdit): boolean {
  switch (edit.kind) {
    case 'domain':
      return false;
    case 'device':
      return secretsOf(namedDeviceTables[elementOf(edit.device)]).some((name) => Object.hasOwn(edit.changes, name));
    case 'addDevice':
    case 'removeDevice':
      return elementHasSecret(parseXml(edit.xml).root);
    case 'deviceXml':
      return elementHasSecret(parseXml(edit.to).root);
    case 'definition':
      return [...keyedDevices(parseXml(edit.to).root).values()].some(elementHasSecret);
    default:
      return edit satisfies never;
  }
}

function elementHasSecret(element: XmlElement): boolean {
  const table = namedDeviceTables[element.name];
  return secretsOf(table).some((name) => table?.read(element, name) !== undefined);
}

/** The same text without passwords, as libvirt gives it without VIR_DOMAIN_XML_SECURE. */
export function withoutSecrets(xml: string): string {
  const { root } = parseXml(xml);
  for (const element of keyedDevices(root).values()) {
    const table = namedDeviceTables[element.name];
    for (const name of secretsOf(table)) table?.write(element, name, undefined);
  }
  return serializeElement(root);
}

/** The value a property has, as edits carry it. */
export function editValue(found: unknown): EditValue {
  return found === undefined ? null : toJson(found);
}

function toJson(found: unknown): EditValue {
  if (found === null || typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean')
    return found;
  if (Array.isArray(found)) return found.map((each) => toJson(each));
  if (typeof found === 'object')
    return Object.fromEntries(Object.entries(found).map(([name, each]) => [name, toJson(each)]));
  throw new TypeError(`not a value of a property: ${typeof found}`);
}

/** Alike as values: the order of a record's columns says nothing. */
export function same(a: EditValue, b: EditValue): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, at) => same(each, b[at] ?? null));
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) ||
    Array.isArray(b)
  )
    return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => same(a[name] ?? null, b[name] ?? null));
}

/** Alike but for the white space between lines, which differs by where the text was taken from. */
export function sameXml(a: string, b: string): boolean {
  return squeezed(a) === squeezed(b);
}

const squeezed = (xml: string): string => xml.replaceAll(/>\s+</g, '><').trim();

/** Alike as devices: what libvirt adds by itself (address, alias, state of a running device) says nothing. */
function sameDevice(a: XmlElement, b: XmlElement): boolean {
  const table = namedDeviceTables[a.name];
  if (a.name !== b.name) return false;
  if (table === undefined) return sameXml(serializeElement(a), serializeElement(b));
  return Object.keys(table.fields).every((name) => {
    const [left, right] = [editValue(table.read(a, name)), editValue(table.read(b, name))];
    return left === null || right === null || same(left, right);
  });
}
