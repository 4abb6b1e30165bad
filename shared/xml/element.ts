/**
 * A lossless tree of XML: everything between two tags is kept in its order, known or not, so that an edit of one thing
 * leaves all the rest as it was. Plain objects, no DOM: the same in Node and in a page.
 */

export type XmlNode =
  | XmlElement
  | { readonly kind: 'text'; readonly text: string; readonly source?: Source }
  | { readonly kind: 'cdata'; readonly text: string }
  | { readonly kind: 'comment'; readonly text: string }
  /** `rest`: all up to the end, with the white space that parts it from the target. */
  | { readonly kind: 'instruction'; readonly target: string; readonly rest: string };

/** How a text or an attribute's value was written, entities and all; it is written so again while it has that value. */
export interface Source {
  readonly value: string;
  readonly raw: string;
}

/** How the tags of an element were written; what is not said here goes libvirt's way. */
export interface TagLayout {
  /** `before`: white space, name and equals sign, as in ` id = "1"`. */
  readonly attributes: ReadonlyMap<string, Source & { readonly before: string; readonly quote: string }>;
  /** White space before the end of the tag, and in the end tag. */
  readonly tail: string;
  readonly end: string;
  /** `<a></a>`, where `<a/>` would do. */
  readonly pair: boolean;
}

/** A whole text: the root, and as they are the declaration, comments and white space before and after it. */
export interface XmlDocument {
  readonly prolog: string;
  readonly root: XmlElement;
  readonly epilog: string;
}

/** Namespaces by the prefixes that property paths use for them; a document may call them differently. */
export const namespaces: Readonly<Record<string, string>> = {
  libosinfo: 'http://libosinfo.org/xmlns/libvirt/domain/1.0',
  qemu: 'http://libvirt.org/schemas/domain/qemu/1.0',
};

export class XmlElement {
  readonly kind = 'element';
  /** As written, prefix included. */
  readonly name: string;
  #parent: XmlElement | undefined;
  readonly #attributes = new Map<string, string>();
  #nodes: XmlNode[] = [];
  #layout: TagLayout | undefined;

  constructor(name: string, layout?: TagLayout) {
    this.name = name;
    this.#layout = layout;
  }

  /** Absent for an element that wasn't read from a text. */
  get layout(): TagLayout | undefined {
    return this.#layout;
  }

  get parent(): XmlElement | undefined {
    return this.#parent;
  }

  get localName(): string {
    return this.name.slice(this.name.indexOf(':') + 1);
  }

  get prefix(): string {
    const colon = this.name.indexOf(':');
    return colon < 0 ? '' : this.name.slice(0, colon);
  }

  /** URI of the element's namespace; undefined for libvirt's own elements, which have none. */
  get namespace(): string | undefined {
    return this.#namespaceOf(this.prefix);
  }

  /** Everything inside, in order. */
  get nodes(): readonly XmlNode[] {
    return this.#nodes;
  }

  get children(): readonly XmlElement[] {
    return this.#nodes.filter((node) => node.kind === 'element');
  }

  /** Attributes in the order of the text, namespace declarations among them. */
  get attributes(): ReadonlyMap<string, string> {
    return this.#attributes;
  }

  attribute(name: string): string | undefined {
    return this.#attributes.get(name);
  }

  /** Sets in place, adds at the end, or removes (undefined). */
  setAttribute(name: string, value: string | undefined): void {
    if (value === undefined) this.#attributes.delete(name);
    else this.#attributes.set(name, value);
  }

  /** The text directly inside, CDATA included, child elements and comments not. */
  get text(): string {
    return this.#nodes.map((node) => (node.kind === 'text' || node.kind === 'cdata' ? node.text : '')).join('');
  }

  /** Replaces the text directly inside; comments and child elements stay. */
  setText(text: string): void {
    if (text === this.text || (text === '' && this.text.trim() === '')) return;
    const at = this.#nodes.findIndex((node) => node.kind === 'text' || node.kind === 'cdata');
    const rest: XmlNode[] = this.#nodes.filter((node) => node.kind !== 'text' && node.kind !== 'cdata');
    const old = this.#nodes[at];
    if (text !== '') rest.splice(at < 0 ? rest.length : at, 0, rewritten(old, text));
    this.#nodes = rest;
  }

  /** Child elements by name; a prefix is looked up in {@link namespaces}. */
  childrenNamed(name: string): readonly XmlElement[] {
    return this.children.filter((child) => child.isNamed(name));
  }

  child(name: string): XmlElement | undefined {
    return this.children.find((child) => child.isNamed(name));
  }

  isNamed(name: string): boolean {
    const colon = name.indexOf(':');
    if (colon < 0) return this.name === name && this.namespace === undefined;
    return this.localName === name.slice(colon + 1) && this.namespace === namespaces[name.slice(0, colon)];
  }

  /** Adds at the end as it is, without indentation; for building a tree from scratch or from a parser. */
  appendNode(node: XmlNode): void {
    if (node.kind === 'element') node.#parent = this;
    this.#nodes.push(node);
  }

  /**
   * Adds a child element, indented as its siblings are: after `sibling`, else after the last one of the same name, else at the end.
   * A prefixed name declares its namespace where that isn't in force yet.
   */
  addChild(name: string, sibling = this.childrenNamed(name).at(-1)): XmlElement {
    const child = new XmlElement(name);
    const uri = child.prefix === '' ? undefined : namespaces[child.prefix];
    if (uri !== undefined && this.#namespaceOf(child.prefix) !== uri) child.setAttribute(`xmlns:${child.prefix}`, uri);
    this.insert(child, sibling);
    return child;
  }

  /** Puts an element after `sibling`, or last, on a line of its own where its siblings have that. */
  insert(child: XmlElement, sibling: XmlElement | undefined = this.children.at(-1)): void {
    child.#parent = this;
    const indent = this.#indentOfChildren();
    if (sibling !== undefined) {
      const at = this.#nodes.indexOf(sibling) + 1;
      this.#nodes.splice(at, 0, ...(indent === '' ? [] : [{ kind: 'text' as const, text: indent }]), child);
      return;
    }
    if (indent === '') {
      this.#nodes.push(child);
      return;
    }
    const last = this.#nodes.at(-1);
    if (last?.kind === 'text' && last.text.trim() === '') this.#nodes.pop();
    this.#nodes.push({ kind: 'text', text: indent }, child, { kind: 'text', text: this.#indent() });
  }

  /** Takes the element out of its parent, with the line it stood on. */
  remove(): void {
    const parent = this.#parent;
    if (parent === undefined) return;
    const at = parent.#nodes.indexOf(this);
    const before = parent.#nodes[at - 1];
    const from = before?.kind === 'text' && before.text.trim() === '' ? at - 1 : at;
    parent.#nodes.splice(from, at - from + 1);
    this.#parent = undefined;
    if (parent.#nodes.every((node) => node.kind === 'text' && node.text.trim() === '')) parent.#nodes = [];
  }

  /** Takes over another element's attributes and content, which is then empty. For replacing a root, which has no parent. */
  become(other: XmlElement): void {
    this.#attributes.clear();
    this.#layout = other.#layout;
    for (const [name, value] of other.#attributes) this.#attributes.set(name, value);
    this.#nodes = [];
    for (const node of other.#nodes) this.appendNode(node);
    other.#nodes = [];
  }

  #namespaceOf(prefix: string): string | undefined {
    const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
    for (let element: XmlElement | undefined = this; element !== undefined; element = element.parent) {
      const uri = element.attribute(declaration);
      if (uri !== undefined) return uri === '' ? undefined : uri;
    }
    return undefined;
  }

  /** White space in front of this element: "\n    ", or '' where the text isn't laid out in lines. */
  #indent(): string {
    const siblings = this.#parent?.nodes;
    if (siblings === undefined) return '\n';
    const before = siblings[siblings.indexOf(this) - 1];
    if (before?.kind !== 'text') return '';
    const newline = before.text.lastIndexOf('\n');
    return newline < 0 || before.text.trim() !== '' ? '' : before.text.slice(newline);
  }

  #indentOfChildren(): string {
    // White space beside text would become part of it.
    if (this.text.trim() !== '') return '';
    const first = this.children[0];
    if (first !== undefined) return first.#indent();
    const own = this.#indent();
    return own === '' ? '' : `${own}  `;
  }
}

/** New text in place of an old one, written in the old one's way as far as it can be. */
function rewritten(old: XmlNode | undefined, text: string): XmlNode {
  if (old?.kind === 'cdata' && !text.includes(']]>')) return { kind: 'cdata', text };
  const source = old?.kind === 'text' ? old.source : undefined;
  return { kind: 'text', text, ...(source === undefined ? {} : { source }) };
}
