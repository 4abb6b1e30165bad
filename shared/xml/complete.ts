/** What may be typed at a place of a text, by a schema. */
import { xmlCursor, type OpenTag, type XmlCursor } from './cursor.ts';
import { attributesAt, childrenAt, elementsAt, typesAt, type Allowed, type Schema } from './schema.ts';

export interface Completion {
  readonly kind: 'element' | 'attribute' | 'value' | 'end';
  readonly label: string;
  /** What is put in place of the word; `${}` are gaps to fill. Absent: the label. */
  readonly template?: string;
  readonly required: boolean;
  /** As in the documentation's keys: names from the root on, `a/b@c` for an attribute. */
  readonly path: string;
}

export interface Completions {
  /** Offset of the first character that is replaced. */
  readonly from: number;
  readonly options: readonly Completion[];
}

export function completionsAt(schema: Schema, text: string, offset: number): Completions | undefined {
  const cursor = xmlCursor(text, offset);
  if (cursor.kind === 'nowhere') return undefined;
  const options = optionsAt(schema, cursor, text.slice(offset));
  const from = cursor.kind === 'text' ? offset - cursor.word.trimStart().length : cursor.from;
  return options.length === 0 ? undefined : { from, options };
}

type Place = Exclude<XmlCursor, { kind: 'nowhere' }>;

function optionsAt(schema: Schema, cursor: Place, after: string): readonly Completion[] {
  const { path } = cursor;
  const here = pathOf(path);
  switch (cursor.kind) {
    case 'element':
      return elementOptions(schema, path, after);
    case 'end': {
      const open = path.at(-1);
      if (open === undefined) return [];
      const template = after.startsWith('>') ? open.name : `${open.name}>`;
      return [{ kind: 'end', label: open.name, template, required: false, path: here }];
    }
    case 'attribute':
      return attributeOptions(schema, path, cursor.word, after);
    case 'value':
      return valuesAt(schema, path, cursor.attribute).map((label) => ({
        kind: 'value',
        label,
        required: false,
        path: `${here}@${cursor.attribute}`,
      }));
    case 'text':
      return textOptions(schema, cursor);
    default:
      return cursor satisfies never;
  }
}

function elementOptions(schema: Schema, path: readonly OpenTag[], after: string): readonly Completion[] {
  // A name in front of what is there already is a new name for it, not a new element.
  const alone = /^(?:\s|<|$)/.test(after);
  return ranked(childrenAt(schema, path)).map(({ name, required }) => ({
    kind: 'element',
    label: name,
    required,
    path: pathOf([...path, { name }]),
    ...(alone && { template: elementTemplate(schema, path, name) }),
  }));
}

/** The whole element with what it can't be without, and gaps for the rest. */
function elementTemplate(schema: Schema, path: readonly OpenTag[], name: string): string {
  const inside = [...path, { name, attributes: new Map<string, string>() }];
  const attributes = attributesAt(schema, inside)
    .filter(({ required }) => required)
    .map((each) => ` ${each.name}='\${}'`)
    .join('');
  const elements = elementsAt(schema, inside);
  const filled = elements.some(({ children, text, open }) => children !== undefined || text !== undefined || open);
  return filled ? `${name}${attributes}>\${}</${name}>` : `${name}${attributes}\${}/>`;
}

function attributeOptions(
  schema: Schema,
  path: readonly OpenTag[],
  word: string,
  after: string,
): readonly Completion[] {
  const present = path.at(-1)?.attributes ?? new Map<string, string>();
  const named = /^[^\s=/"'<>]*\s*=/.test(after);
  return ranked(attributesAt(schema, path))
    .filter(({ name }) => !present.has(name) || name === word)
    .map(({ name, required }) => ({
      kind: 'attribute',
      label: name,
      required,
      path: `${pathOf(path)}@${name}`,
      ...(!named && { template: `${name}='\${}'` }),
    }));
}

function textOptions(schema: Schema, { path, word }: Extract<Place, { kind: 'text' }>): readonly Completion[] {
  if (path.length === 0 || word.includes('\n')) return [];
  return valuesAt(schema, path).map((label) => ({ kind: 'value', label, required: false, path: pathOf(path) }));
}

const valuesAt = (schema: Schema, path: readonly OpenTag[], attribute?: string): readonly string[] => [
  ...new Set(typesAt(schema, path, attribute).flatMap(({ values }) => values ?? [])),
];

/** What must be there comes first. */
const ranked = (allowed: readonly Allowed[]): readonly Allowed[] =>
  allowed.toSorted((a, b) => Number(b.required) - Number(a.required) || a.name.localeCompare(b.name));

const pathOf = (path: readonly Pick<OpenTag, 'name'>[]): string => path.map(({ name }) => name).join('/');

/** What is named at a place: an element or attribute of the tag there, with the offsets of its name. */
export interface NamedThing {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

export function nameAt(text: string, offset: number): NamedThing | undefined {
  const to = offset + (/^[^\s=/"'<>]*/.exec(text.slice(offset))?.[0].length ?? 0);
  const cursor = xmlCursor(text, to);
  if ((cursor.kind !== 'element' && cursor.kind !== 'attribute') || cursor.word === '') return undefined;
  const { path, word, from } = cursor;
  return { path: cursor.kind === 'element' ? pathOf([...path, { name: word }]) : `${pathOf(path)}@${word}`, from, to };
}

/** The entry whose key is the longest end of the path. */
export function documentationOf<T>(docs: Readonly<Record<string, T>>, path: string): T | undefined {
  const steps = path.split('/');
  for (let first = 0; first < steps.length; first++) {
    const key = steps.slice(first).join('/');
    if (Object.hasOwn(docs, key)) return docs[key];
  }
  return undefined;
}
