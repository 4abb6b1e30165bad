/**
 * Builds the tree from a text that is known to be well-formed, and keeps how each tag, value and text was written: quotes,
 * white space, entities. Parsers for programs throw that away.
 */
import { XmlElement, type Source, type TagLayout, type XmlNode } from './element.ts';

/** Deeper nesting than any real definition has. */
export const MAX_DEPTH = 256;

const token =
  /<!--([\s\S]*?)-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?([^\s?]+)([\s\S]*?)\?>|<\/([^\s>]+)(\s*)>|<([^\s/>]+)((?:[^"'>/]|"[^"]*"|'[^']*')*)(\/?)>|[^<]+/g;
const attribute = /(\s+([^\s=]+)\s*=\s*)(?:"([^"]*)"|'([^']*)')/g;

/** @returns undefined when elements are nested deeper than {@link MAX_DEPTH} */
export function readTree(text: string): XmlElement | undefined {
  const open: OpenElement[] = [];
  for (const match of text.matchAll(token)) {
    const [, , , , , closed, end = '', name, attributes = '', empty] = match;
    if (name !== undefined) {
      open.push({ name, attributes, nodes: [] });
      if (open.length > MAX_DEPTH) return undefined;
    }
    if (name === undefined && closed === undefined) open.at(-1)?.nodes.push(nodeOf(match));
    else if (name === undefined || empty !== '') {
      const element = finish(open.pop(), closed === undefined ? undefined : end);
      const parent = open.at(-1);
      if (parent === undefined) return element;
      if (element !== undefined) parent.nodes.push(element);
    }
  }
  return undefined;
}

interface OpenElement {
  readonly name: string;
  /** All that follows the name in the start tag. */
  readonly attributes: string;
  readonly nodes: XmlNode[];
}

/** `end`: the white space in the end tag; undefined for an element without one. */
function finish(open: OpenElement | undefined, end: string | undefined): XmlElement | undefined {
  if (open === undefined) return undefined;
  const values = new Map<string, Source & { readonly before: string; readonly quote: string }>();
  let length = 0;
  for (const [whole, before = '', name = '', double, single = ''] of open.attributes.matchAll(attribute)) {
    const raw = double ?? single;
    values.set(name, { before, quote: double === undefined ? "'" : '"', raw, value: decode(flatten(raw)) });
    length += whole.length;
  }
  const layout: TagLayout = {
    attributes: values,
    tail: open.attributes.slice(length),
    end: end ?? '',
    pair: end !== undefined && open.nodes.length === 0,
  };
  const element = new XmlElement(open.name, layout);
  for (const [name, { value }] of values) element.setAttribute(name, value);
  for (const node of open.nodes) element.appendNode(node);
  return element;
}

function nodeOf([whole, comment, cdata, target, instruction = '']: RegExpExecArray): XmlNode {
  if (comment !== undefined) return { kind: 'comment', text: comment };
  if (cdata !== undefined) return { kind: 'cdata', text: cdata };
  if (target !== undefined) return { kind: 'instruction', target, rest: instruction };
  const value = decode(whole.replaceAll(/\r\n?/g, '\n'));
  return { kind: 'text', text: value, source: { value, raw: whole } };
}

/** White space in attributes, unless it is written as an entity, is a blank (XML 1.0, 3.3.3). */
const flatten = (raw: string): string => raw.replaceAll(/\r\n?|[\t\n]/g, ' ');

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(raw: string): string {
  return raw.replaceAll(/&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));/g, (whole, hexadecimal, decimal, name) => {
    if (typeof name === 'string') return entities[name] ?? whole;
    const code = typeof hexadecimal === 'string' ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return String.fromCodePoint(code);
  });
}
