/** Where in a text an error message of libvirt means. Only for showing it there: nothing is decided by it. */
import { parseXml } from './parse.ts';
import { attributeAt, tagsOf, textPlace, type Tag, type TextPlace } from './schemaCheck.ts';
import type { XmlElement } from './element.ts';

/** libxml2's own, as libvirt passes it on: `(domain_definition):12: Opening and ending tag mismatch`; and libvirt's `at line 12`. */
const lineNumber = /(?:\([\w ]+\):|\bat line )(\d+)/;
const attributeOf = /[Aa]ttribute '?([\w:.-]+)'? (?:for|of|in|on) (?:the )?(?:element )?[<']?([\w:.-]+)/;
const elementNames = [
  /Did not expect element ([\w:.-]+) there/,
  /Expecting an element [\w:.-]+, got (?:nothing|([\w:.-]+))/,
  /Extra element ([\w:.-]+) in interleave/,
  /[Ee]lement '?<?([\w:.-]+)>?'?/,
  /<([\w:.-]+)[\s/>]/,
] as const;

/**
 * The place in a well-formed text that a message names by its line, element, attribute or value; undefined where it names none.
 * @param before what the host has accepted. A message that names only an element, or none, means what differs in it first: of a fault
 * deep in a disk libxml2 may say no more than "Extra element devices in interleave".
 */
export function errorPlace(text: string, message: string, before = text): TextPlace | undefined {
  const line = lineNumber.exec(message)?.[1];
  if (line !== undefined) return { line: Math.max(1, Number(line)), column: 1 };
  const root = rootOf(text);
  if (root === undefined) return undefined;
  const tags = tagsOf(root, text);
  const elements = [...tags.keys()];
  const at = (element: XmlElement, attribute?: string): TextPlace => {
    const tag = tags.get(element) ?? { start: 0, end: 0 };
    return textPlace(text, attribute === undefined ? tag.start : attributeAt(text, tag, attribute));
  };
  const [, attribute, owner] = attributeOf.exec(message) ?? [];
  const named = elements.find(({ name, attributes }) => name === owner && attributes.has(attribute ?? ''));
  if (named !== undefined) return at(named, attribute);
  for (const value of quoted(message))
    for (const element of elements) {
      const holder = [...element.attributes].find(([, each]) => each === value)?.[0];
      if (holder !== undefined) return at(element, holder);
      if (element.children.length === 0 && element.text.trim() === value) return at(element);
    }
  const names = elementNames.map((pattern) => pattern.exec(message)?.[1]);
  const found = names.flatMap((name) => elements.find((each) => each !== root && each.name === name) ?? [])[0];
  const changed = firstDifference(before, text);
  if (changed !== undefined && isWithin(found ?? root, changed, tags, text)) return textPlace(text, changed);
  return found && at(found);
}

/** Where in `after` it begins to differ; undefined: nowhere. */
function firstDifference(before: string, after: string): number | undefined {
  if (before === after) return undefined;
  let same = 0;
  while (same < after.length && before[same] === after[same]) same++;
  return same;
}

/** Up to the next start tag behind the last descendant. */
function isWithin(element: XmlElement, offset: number, tags: ReadonlyMap<XmlElement, Tag>, text: string): boolean {
  const order = [...tags.keys()];
  const next = order[order.indexOf(element) + sizeOf(element)];
  const start = tags.get(element)?.start ?? 0;
  const end = (next && tags.get(next)?.start) ?? text.length;
  return offset >= start && offset < end;
}

/** Itself and all its descendants. */
const sizeOf = ({ children }: XmlElement): number => children.reduce((sum, child) => sum + sizeOf(child), 1);

const quoted = (message: string): readonly string[] =>
  [...message.matchAll(/'([^']+)'|"([^"]+)"/g)].map(([, single, double = '']) => single ?? double);

function rootOf(text: string): XmlElement | undefined {
  try {
    return parseXml(text).root;
  } catch {
    return undefined; // what is not well-formed has marks of its own
  }
}
