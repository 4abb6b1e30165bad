/** Reads a grammar of RELAX NG in its XML form (https://relaxng.org/spec-20011203.html) into the compact `Schema`. */
import { appError } from '../errors.ts';
import type { XmlElement } from './element.ts';
import { parseXml } from './parse.ts';
import type { Schema, SchemaElement, SchemaType, SchemaUse } from './schema.ts';

/**
 * @param file the grammar to begin with
 * @param read the text of that file, and of those it includes
 * @throws AppError `invalidArgument` when a text is malformed or a definition is missing
 */
export function compileRelaxNg(file: string, read: (file: string) => string): Schema {
  const grammar = readGrammar(file, read);
  return new Compiler(grammar).compile();
}

interface Grammar {
  readonly starts: readonly XmlElement[];
  /** Several bodies of a name are alternatives (`combine="choice"`) or parts (`interleave`). */
  readonly defines: Map<string, XmlElement[]>;
}

/** The names of the files that a grammar includes itself. */
export const includesOf = (root: XmlElement): readonly string[] =>
  root.children.filter(({ localName }) => localName === 'include').flatMap((each) => each.attribute('href') ?? []);

function readGrammar(file: string, read: (file: string) => string): Grammar {
  const defines = new Map<string, XmlElement[]>();
  const starts: XmlElement[] = [];
  const seen = new Set<string>();
  const add = (name: string, replaced: ReadonlySet<string>): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const part of parseXml(read(name)).root.children) addPart(part, replaced);
  };
  const addPart = (part: XmlElement, replaced: ReadonlySet<string>): void => {
    const name = part.attribute('name') ?? '';
    if (part.localName === 'start' && !replaced.has('start')) starts.push(part);
    else if (part.localName === 'define' && !replaced.has(name))
      defines.set(name, [...(defines.get(name) ?? []), part]);
    else if (part.localName === 'div') for (const inner of part.children) addPart(inner, replaced);
    else if (part.localName === 'include') {
      const own = part.children.map((each) => (each.localName === 'start' ? 'start' : (each.attribute('name') ?? '')));
      add(part.attribute('href') ?? '', new Set([...replaced, ...own]));
      for (const inner of part.children) addPart(inner, replaced);
    }
  };
  add(file, new Set());
  return { starts, defines };
}

/** What is being collected of one element (or attribute: its text only). */
interface Content {
  readonly attributes: Map<string, SchemaUse[]>;
  readonly children: Map<string, SchemaUse[]>;
  readonly text: TextParts;
  open: boolean;
}

interface TextParts {
  any: boolean;
  readonly values: Set<string>;
  readonly patterns: Set<string>;
  readonly data: Set<string>;
}

/** Under which conditions a pattern stands where it stands. */
interface Place {
  readonly required: boolean;
  readonly when: Readonly<Record<string, readonly string[]>>;
}

const everywhere: Place = { required: true, when: {} };

const newText = (): TextParts => ({ any: false, values: new Set(), patterns: new Set(), data: new Set() });
const newContent = (): Content => ({ attributes: new Map(), children: new Map(), text: newText(), open: false });

class Compiler {
  readonly #grammar: Grammar;
  readonly #namespaces: Record<string, string> = {};
  readonly #types = new Map<string, number>();
  readonly #elements: (SchemaElement | undefined)[] = [];
  readonly #numbers = new Map<XmlElement, readonly { readonly name: string; readonly is: number }[]>();

  constructor(grammar: Grammar) {
    this.#grammar = grammar;
  }

  compile(): Schema {
    const top = newContent();
    for (const start of this.#grammar.starts) this.#walkAll(start, everywhere, top);
    return {
      namespaces: this.#namespaces,
      types: [...this.#types.keys()].map((text) => JSON.parse(text)),
      elements: this.#elements.filter((element) => element !== undefined),
      roots: [...top.children.values()].flat(),
    };
  }

  #walkAll(parent: XmlElement, place: Place, into: Content): void {
    for (const child of parent.children) this.#walk(child, place, into);
  }

  #walk(pattern: XmlElement, place: Place, into: Content): void {
    switch (pattern.localName) {
      case 'element':
        this.#addElement(pattern, place, into);
        break;
      case 'attribute':
        this.#addAttribute(pattern, place, into);
        break;
      case 'ref':
        this.#walkRef(pattern, place, into);
        break;
      case 'optional':
      case 'zeroOrMore':
        this.#walkAll(pattern, { ...place, required: false }, into);
        break;
      case 'choice':
        for (const branch of pattern.children) this.#walkBranch(branch, place, into);
        break;
      case 'group':
      case 'interleave':
      case 'oneOrMore':
      case 'mixed':
        if (pattern.localName === 'mixed') into.text.any = true;
        this.#walkAll(pattern, place, into);
        break;
      case 'text':
      case 'list':
        into.text.any = true;
        break;
      case 'value':
        into.text.values.add(pattern.text.trim());
        break;
      case 'data':
        addData(pattern, into.text);
        break;
      default: // empty, notAllowed, and documentation of other namespaces add nothing
    }
  }

  #walkRef(pattern: XmlElement, place: Place, into: Content): void {
    const name = pattern.attribute('name') ?? '';
    const bodies = this.#bodies(name);
    const choice = bodies.some((body) => body.attribute('combine') === 'choice');
    for (const body of bodies) {
      if (choice && bodies.length > 1) this.#walkBranch(body, place, into);
      else this.#walkAll(body, place, into);
    }
  }

  #bodies(name: string): readonly XmlElement[] {
    const bodies = this.#grammar.defines.get(name);
    if (bodies !== undefined) return bodies;
    throw appError('invalidArgument', `the grammar has no definition of ${name}`, { operation: 'relaxNg.compile' });
  }

  /** An alternative stands only where the parent's attributes don't speak for another one. */
  #walkBranch(branch: XmlElement, place: Place, into: Content): void {
    const when = { ...place.when, ...Object.fromEntries(this.#marks(branch, 0)) };
    const inside: Place = { required: false, when };
    if (branch.localName === 'define') this.#walkAll(branch, inside, into);
    else this.#walk(branch, inside, into);
  }

  /** Attributes of a few fixed values that belong to a branch as a whole: by these it is told from its neighbours. */
  #marks(pattern: XmlElement, depth: number): [name: string, values: readonly string[]][] {
    if (depth > 8) return [];
    switch (pattern.localName) {
      case 'attribute': {
        const name = pattern.attribute('name');
        const text = newContent();
        this.#walkAll(pattern, everywhere, text);
        const fixed = name !== undefined && isFixed(text.text);
        return fixed ? [[name, [...text.text.values]]] : [];
      }
      case 'ref': {
        const bodies = this.#bodies(pattern.attribute('name') ?? '');
        return bodies.length === 1 ? bodies.flatMap((body) => this.#marks(body, depth + 1)) : [];
      }
      case 'optional':
      case 'group':
      case 'interleave':
      case 'define':
        return pattern.children.flatMap((child) => this.#marks(child, depth + 1));
      default:
        return [];
    }
  }

  #addAttribute(pattern: XmlElement, place: Place, into: Content): void {
    const names = namesOf(pattern);
    if (names === undefined) {
      into.open = true;
      return;
    }
    const inside = newContent();
    const body = pattern.children.filter(({ localName }) => !nameClasses.has(localName));
    for (const child of body) this.#walk(child, everywhere, inside);
    if (body.length === 0) inside.text.any = true;
    const is = this.#type(inside.text);
    for (const name of names) addUse(into.attributes, name, usageOf(is, place, name));
  }

  #addElement(pattern: XmlElement, place: Place, into: Content): void {
    // A client of the grammar may put something here one day; as it is, the element can't be.
    if (pattern.children.some(({ localName }) => localName === 'notAllowed')) return;
    const numbers = this.#elementNumbers(pattern);
    if (numbers === undefined) into.open = true;
    for (const { name, is } of numbers ?? []) addUse(into.children, name, usageOf(is, place));
  }

  /** undefined for an element of any name */
  #elementNumbers(pattern: XmlElement): readonly { readonly name: string; readonly is: number }[] | undefined {
    const known = this.#numbers.get(pattern);
    if (known !== undefined) return known;
    const names = namesOf(pattern);
    if (names === undefined) return undefined;
    const prefix = this.#prefixOf(pattern);
    const numbers = names.map((local) => ({ name: prefix + local, is: this.#elements.push(undefined) - 1 }));
    this.#numbers.set(pattern, numbers); // before its content, which may contain it
    const content = newContent();
    for (const child of pattern.children) if (!nameClasses.has(child.localName)) this.#walk(child, everywhere, content);
    for (const { name, is } of numbers) this.#elements[is] = this.#element(name, content);
    return numbers;
  }

  #element(name: string, { attributes, children, text, open }: Content): SchemaElement {
    return {
      name,
      ...(attributes.size > 0 && { attributes: Object.fromEntries(attributes) }),
      ...(children.size > 0 && { children: Object.fromEntries(children) }),
      ...((text.any || text.values.size + text.patterns.size + text.data.size > 0) && { text: this.#type(text) }),
      ...(open && { open }),
    };
  }

  /** The namespace is the nearest `ns`; its prefix is the word that libvirt's documentation uses (…/domain/qemu/1.0). */
  #prefixOf(pattern: XmlElement): string {
    for (let at: XmlElement | undefined = pattern; at !== undefined; at = at.parent) {
      const uri = at.attribute('ns');
      if (uri === undefined) continue;
      const prefix = uri.split('/').at(-2) ?? '';
      this.#namespaces[prefix] = uri;
      return `${prefix}:`;
    }
    return '';
  }

  #type({ any, values, patterns, data }: TextParts): number {
    const type: SchemaType = any
      ? {}
      : {
          ...(values.size > 0 && { values: [...values] }),
          ...(patterns.size > 0 && { patterns: [...patterns] }),
          ...(data.size > 0 && { data: [...data] }),
        };
    const key = JSON.stringify(type);
    const known = this.#types.get(key);
    if (known !== undefined) return known;
    this.#types.set(key, this.#types.size);
    return this.#types.size - 1;
  }
}

const nameClasses: ReadonlySet<string> = new Set(['name', 'anyName', 'nsName']);

/** undefined: any name */
function namesOf(pattern: XmlElement): readonly string[] | undefined {
  const own = pattern.attribute('name');
  if (own !== undefined) return [own.trim()];
  const names = pattern.children.filter(({ localName }) => localName === 'name').map(({ text }) => text.trim());
  return names.length > 0 ? names : undefined;
}

/** Text of a string without patterns is any text; an exception (`except`) is not kept. */
function addData(pattern: XmlElement, text: TextParts): void {
  const type = pattern.attribute('type') ?? 'string';
  const found = pattern.children.filter((child) => child.attribute('name') === 'pattern').map((child) => child.text);
  for (const each of found) text.patterns.add(each);
  if (found.length > 0) return;
  if (type === 'string' || type === 'token') text.any = true;
  else text.data.add(type);
}

const isFixed = ({ any, values, patterns, data }: TextParts): boolean =>
  !any && values.size > 0 && patterns.size === 0 && data.size === 0;

function usageOf(is: number, { required, when }: Place, self?: string): SchemaUse {
  const conditions = Object.entries(when).filter(([name]) => name !== self);
  return {
    is,
    ...(required && { required }),
    ...(conditions.length > 0 && { when: Object.fromEntries(conditions) }),
  };
}

function addUse(uses: Map<string, SchemaUse[]>, name: string, added: SchemaUse): void {
  const before = uses.get(name) ?? [];
  const text = JSON.stringify(added);
  if (!before.some((each) => JSON.stringify(each) === text)) uses.set(name, [...before, added]);
}
