/**
 * What a RELAX NG grammar says, made small: which attributes, children and values an element may have at its place. Looser than the
 * grammar (order and counts are not kept), so it never refuses what the grammar allows; but it tells what is wrong where, which
 * validators of RELAX NG don't. Made by `relaxNg.ts`.
 */

export interface Schema {
  /** Prefixes used in names here -> namespaces; a document may use others. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly types: readonly SchemaType[];
  readonly elements: readonly SchemaElement[];
  /** Elements that a document may begin with. */
  readonly roots: readonly SchemaUse[];
}

/** A text matches when it is one of the values or fits one of the patterns or data types; with none of the three, any text does. */
export interface SchemaType {
  readonly values?: readonly string[];
  /** Regular expressions of XML Schema, which have to match the whole text. */
  readonly patterns?: readonly string[];
  /** Names of XML Schema's data types, without patterns of their own. */
  readonly data?: readonly string[];
}

/** One element at one place; the same name at another place is another. */
export interface SchemaElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, readonly SchemaUse[]>>;
  readonly children?: Readonly<Record<string, readonly SchemaUse[]>>;
  /** Of `types`, when there may be text inside. */
  readonly text?: number;
  /** Anything may be inside (metadata). */
  readonly open?: true;
}

export interface SchemaUse {
  /** Of `types` for an attribute, of `elements` for a child. */
  readonly is: number;
  readonly required?: true;
  /** Only where the parent's attributes have one of these values; an attribute that is absent stands in nobody's way. */
  readonly when?: Readonly<Record<string, readonly string[]>>;
}

/** An element on the way from the root to a place. */
export interface PathStep {
  /** With one of the schema's prefixes, if it has a namespace. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Whether a use applies to a parent with these attributes. */
export function applies({ when }: SchemaUse, attributes: ReadonlyMap<string, string>): boolean {
  return Object.entries(when ?? {}).every(([name, values]) => {
    const value = attributes.get(name);
    return value === undefined || values.includes(value);
  });
}

/** Whether a text is of the type. */
export function matches(type: SchemaType, text: string): boolean {
  const { values, patterns, data } = type;
  if (values === undefined && patterns === undefined && data === undefined) return true;
  const trimmed = text.trim();
  return (
    values?.includes(trimmed) === true ||
    patterns?.some((pattern) => expression(pattern).test(trimmed) || expression(pattern).test(text)) === true ||
    data?.some((name) => dataTypes[name]?.test(trimmed) ?? true) === true
  );
}

/** The lexical space of the data types that libvirt's grammars use (XML Schema part 2); others match anything. */
const dataTypes: Readonly<Record<string, RegExp>> = {
  unsignedInt: /^\+?[0-9]+$/,
  unsignedLong: /^\+?[0-9]+$/,
  unsignedShort: /^\+?[0-9]+$/,
  positiveInteger: /^\+?0*[1-9][0-9]*$/,
  integer: /^[+-]?[0-9]+$/,
  int: /^[+-]?[0-9]+$/,
  short: /^[+-]?[0-9]+$/,
  long: /^[+-]?[0-9]+$/,
};

const expressions = new Map<string, RegExp>();

/** What this machine's regular expressions can't read matches anything. */
function expression(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  let made = /^/;
  try {
    made = new RegExp(`^(?:${pattern})$`);
  } catch {
    // a pattern of XML Schema only: nobody is accused because of it
  }
  expressions.set(pattern, made);
  return made;
}

/** What elements at this place may be; several, where the grammar tells them apart by what they contain. */
export function elementsAt(schema: Schema, path: readonly PathStep[]): readonly SchemaElement[] {
  let uses: readonly SchemaUse[] = schema.roots;
  let found: readonly SchemaElement[] = [];
  for (const [depth, step] of path.entries()) {
    if (depth > 0) {
      const before = path[depth - 1]?.attributes ?? new Map<string, string>();
      uses = found.flatMap(({ children }) => usesOf(children, step.name)).filter((use) => applies(use, before));
    }
    const alike = elementsOf(schema, uses).filter(({ name }) => name === step.name);
    found = closest(schema, alike, step.attributes);
  }
  return found;
}

export const elementsOf = (schema: Schema, uses: readonly SchemaUse[]): readonly SchemaElement[] =>
  [...new Set(uses.map(({ is }) => is))].flatMap((is) => schema.elements[is] ?? []);

/** A record from JSON: names such as `constructor` must not be found in its prototype. */
export function usesOf(
  record: Readonly<Record<string, readonly SchemaUse[]>> | undefined,
  name: string,
): readonly SchemaUse[] {
  return record !== undefined && Object.hasOwn(record, name) ? (record[name] ?? []) : [];
}

/** Those of several that fit the attributes best. */
function closest(
  schema: Schema,
  elements: readonly SchemaElement[],
  attributes: ReadonlyMap<string, string>,
): readonly SchemaElement[] {
  if (elements.length < 2) return elements;
  const counted = elements.map((element) => {
    const misfits = [...attributes].filter(([name, value]) => {
      const uses = usesOf(element.attributes, name).filter((use) => applies(use, attributes));
      return !uses.some(({ is }) => matches(schema.types[is] ?? {}, value));
    });
    return { element, misfits: misfits.length };
  });
  const least = Math.min(...counted.map(({ misfits }) => misfits));
  return counted.filter(({ misfits }) => misfits === least).map(({ element }) => element);
}

export interface Allowed {
  readonly name: string;
  readonly required: boolean;
}

/** Attributes that an element may have, given those that it has. */
export function attributesAt(schema: Schema, path: readonly PathStep[]): readonly Allowed[] {
  return allowed(
    elementsAt(schema, path).map(({ attributes }) => attributes),
    path.at(-1)?.attributes,
  );
}

/** Elements that may stand inside the last of the path; of an empty path, the roots. */
export function childrenAt(schema: Schema, path: readonly PathStep[]): readonly Allowed[] {
  if (path.length === 0) return elementsOf(schema, schema.roots).map(({ name }) => ({ name, required: true }));
  return allowed(
    elementsAt(schema, path).map(({ children }) => children),
    path.at(-1)?.attributes,
  );
}

function allowed(
  records: readonly (Readonly<Record<string, readonly SchemaUse[]>> | undefined)[],
  attributes: ReadonlyMap<string, string> = new Map(),
): readonly Allowed[] {
  const found = new Map<string, boolean>();
  for (const record of records)
    for (const [name, uses] of Object.entries(record ?? {})) {
      const fitting = uses.filter((use) => applies(use, attributes));
      if (fitting.length === 0) continue;
      const required = fitting.every((use) => use.required === true);
      found.set(name, (found.get(name) ?? true) && required);
    }
  return [...found].map(([name, required]) => ({ name, required }));
}

/** What an attribute of the last element of the path may be; without `attribute`, what its text may be. */
export function typesAt(schema: Schema, path: readonly PathStep[], attribute?: string): readonly SchemaType[] {
  const elements = elementsAt(schema, path);
  const attributes = new Map(path.at(-1)?.attributes);
  // The value that is there now must not rule out its own alternatives.
  if (attribute !== undefined) attributes.delete(attribute);
  const numbers =
    attribute === undefined
      ? elements.flatMap(({ text }) => (text === undefined ? [] : [text]))
      : elementsAt(schema, [...path.slice(0, -1), { name: path.at(-1)?.name ?? '', attributes }])
          .flatMap((element) => usesOf(element.attributes, attribute))
          .filter((use) => applies(use, attributes))
          .map(({ is }) => is);
  return [...new Set(numbers)].flatMap((number) => schema.types[number] ?? []);
}
