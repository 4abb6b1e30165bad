/** Finds what a `Schema` doesn't allow in a text, and says where it stands. */
import type { XmlElement } from './element.ts';
import { parseXml } from './parse.ts';
import { applies, elementsOf, matches, usesOf, type Schema, type SchemaElement, type SchemaUse } from './schema.ts';

/** What is wrong, by kind; `name` is the element's or attribute's own. */
export type SchemaFault =
  | {
      readonly kind: 'unknownElement';
      readonly name: string;
      readonly parent: string;
      readonly known: readonly string[];
    }
  | {
      readonly kind: 'unknownAttribute';
      readonly name: string;
      readonly element: string;
      readonly known: readonly string[];
    }
  | { readonly kind: 'missingAttribute'; readonly name: string; readonly element: string }
  | { readonly kind: 'missingElement'; readonly name: string; readonly parent: string }
  /** `attribute` absent: the element's text. */
  | {
      readonly kind: 'badValue';
      readonly element: string;
      readonly attribute?: string;
      readonly value: string;
      readonly allowed: readonly string[];
    };

/** A place in a text: lines and columns count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export type PlacedFault = SchemaFault & TextPlace;

/** @throws AppError `invalidArgument` when the text is not well-formed */
export function checkSchema(schema: Schema, text: string): readonly PlacedFault[] {
  const { root } = parseXml(text);
  const tags = tagsOf(root, text);
  const faults: PlacedFault[] = [];
  const visit = (element: XmlElement, candidates: readonly SchemaElement[]): void => {
    const { fitting, found } = judge(schema, element, candidates);
    for (const fault of found) faults.push({ ...fault, ...placeOf(text, tags, element, fault) });
    const open = fitting.length === 0 || fitting.some((each) => each.open === true);
    for (const child of element.children) {
      const uses = open ? [] : childUses(schema, element, child, fitting);
      visit(child, elementsOf(schema, uses));
    }
  };
  const roots = elementsOf(schema, schema.roots).filter(({ name }) => name === root.name);
  visit(root, roots);
  if (roots.length > 0) return faults;
  const known = elementsOf(schema, schema.roots).map(({ name }) => name);
  return [
    { kind: 'unknownElement', name: root.name, parent: '', known, ...textPlace(text, tags.get(root)?.start ?? 0) },
  ];
}

/** The element's name as the schema has it: its namespace by the schema's prefix. undefined for a namespace it doesn't know. */
export function schemaName(schema: Schema, element: XmlElement): string | undefined {
  const { namespace } = element;
  if (namespace === undefined) return element.name;
  const prefix = Object.entries(schema.namespaces).find(([, uri]) => uri === namespace)?.[0];
  return prefix === undefined ? undefined : `${prefix}:${element.localName}`;
}

function childUses(
  schema: Schema,
  parent: XmlElement,
  child: XmlElement,
  candidates: readonly SchemaElement[],
): readonly SchemaUse[] {
  const name = schemaName(schema, child);
  if (name === undefined) return [];
  return candidates.flatMap(({ children }) => usesOf(children, name)).filter((use) => applies(use, parent.attributes));
}

interface Judgement {
  /** Candidates with the fewest faults. */
  readonly fitting: readonly SchemaElement[];
  /** The faults of the first of these. */
  readonly found: readonly SchemaFault[];
}

function judge(schema: Schema, element: XmlElement, candidates: readonly SchemaElement[]): Judgement {
  const judged = candidates.map((candidate) => ({ candidate, found: faultsOf(schema, element, candidate) }));
  const least = Math.min(...judged.map(({ found }) => found.length));
  const best = judged.filter(({ found }) => found.length === least);
  return { fitting: best.map(({ candidate }) => candidate), found: best[0]?.found ?? [] };
}

function faultsOf(schema: Schema, element: XmlElement, candidate: SchemaElement): readonly SchemaFault[] {
  if (candidate.open === true) return [];
  return [
    ...attributeFaults(schema, element, candidate),
    ...childFaults(schema, element, candidate),
    ...textFaults(schema, element, candidate),
  ];
}

function* attributeFaults(schema: Schema, element: XmlElement, { attributes }: SchemaElement): Generator<SchemaFault> {
  const fitting = (name: string): readonly SchemaUse[] =>
    usesOf(attributes, name).filter((use) => applies(use, element.attributes));
  for (const [name, value] of element.attributes) {
    if (isDeclaration(name)) continue;
    const types = fitting(name).map(({ is }) => schema.types[is] ?? {});
    if (types.length === 0) {
      const known = Object.keys(attributes ?? {}).filter((each) => fitting(each).length > 0);
      yield { kind: 'unknownAttribute', name, element: element.name, known };
    } else if (!types.some((type) => matches(type, value))) {
      const allowed = types.flatMap(({ values }) => values ?? []);
      yield { kind: 'badValue', element: element.name, attribute: name, value, allowed };
    }
  }
  for (const name of Object.keys(attributes ?? {})) {
    const required = fitting(name).some((use) => use.required === true);
    if (required && element.attribute(name) === undefined)
      yield { kind: 'missingAttribute', name, element: element.name };
  }
}

function* childFaults(schema: Schema, element: XmlElement, candidate: SchemaElement): Generator<SchemaFault> {
  const fitting = (name: string): readonly SchemaUse[] =>
    usesOf(candidate.children, name).filter((use) => applies(use, element.attributes));
  const present = new Set(element.children.map((child) => schemaName(schema, child)));
  for (const name of present) {
    if (name !== undefined && fitting(name).length > 0) continue;
    const culprit = element.children.find((child) => schemaName(schema, child) === name);
    const known = Object.keys(candidate.children ?? {}).filter((each) => fitting(each).length > 0);
    yield { kind: 'unknownElement', name: culprit?.name ?? '', parent: element.name, known };
  }
  for (const name of Object.keys(candidate.children ?? {}))
    if (!present.has(name) && fitting(name).some((use) => use.required === true))
      yield { kind: 'missingElement', name, parent: element.name };
}

function* textFaults(schema: Schema, element: XmlElement, candidate: SchemaElement): Generator<SchemaFault> {
  const { text } = element;
  const type = candidate.text === undefined ? undefined : schema.types[candidate.text];
  const blank = text.trim() === '';
  // Text beside elements is rare in grammars, and the looser reading accuses nobody of what was meant to be allowed.
  if (type === undefined ? blank : matches(type, text) || (blank && element.children.length > 0)) return;
  yield { kind: 'badValue', element: element.name, value: text.trim(), allowed: type?.values ?? [] };
}

const isDeclaration = (name: string): boolean =>
  name === 'xmlns' || name.startsWith('xmlns:') || name.startsWith('xml:');

export interface Tag {
  readonly start: number;
  readonly end: number;
}

const tagOrOther = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<([^\s/>!?]+)(?:[^"'>]|"[^"]*"|'[^']*')*>/g;

/** Every start tag of a well-formed text, in its order. */
function startTags(text: string): readonly Tag[] {
  return [...text.matchAll(tagOrOther)]
    .filter(([, name]) => name !== undefined)
    .map(({ index, 0: whole }) => ({ start: index, end: index + whole.length }));
}

/** Where the elements of a tree stand in the text that it was read from. */
export function tagsOf(root: XmlElement, text: string): ReadonlyMap<XmlElement, Tag> {
  const found = new Map<XmlElement, Tag>();
  const tags = startTags(text).values();
  const visit = (element: XmlElement): void => {
    const { value } = tags.next();
    if (value !== undefined) found.set(element, value);
    for (const child of element.children) visit(child);
  };
  visit(root);
  return found;
}

/** A fault of an attribute stands at the attribute, one of a child at the child, others at the start tag. */
function placeOf(text: string, tags: ReadonlyMap<XmlElement, Tag>, element: XmlElement, fault: SchemaFault): TextPlace {
  const tag = tags.get(element) ?? { start: 0, end: 0 };
  switch (fault.kind) {
    case 'unknownAttribute':
      return textPlace(text, attributeAt(text, tag, fault.name));
    case 'badValue':
      return textPlace(text, fault.attribute === undefined ? tag.start : attributeAt(text, tag, fault.attribute));
    case 'unknownElement': {
      const culprit = element.children.find(({ name }) => name === fault.name);
      return textPlace(text, (culprit && tags.get(culprit)?.start) ?? tag.start);
    }
    case 'missingAttribute':
    case 'missingElement':
      return textPlace(text, tag.start);
  }
}

export function attributeAt(text: string, { start, end }: Tag, name: string): number {
  for (const match of text.slice(start, end).matchAll(/\s([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')/g))
    if (match[1] === name) return start + match.index + 1;
  return start;
}

export function textPlace(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const line = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - line };
}
