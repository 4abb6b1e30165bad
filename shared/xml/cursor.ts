/** Where in an XML text a position is, told from a text that need not be well-formed: it is being typed. */

/** An element around the position, with the attributes of its tag. */
export interface OpenTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

export type XmlCursor =
  /** Behind `<`: the name of an element is being typed; `from` is where it begins. */
  | { readonly kind: 'element'; readonly path: readonly OpenTag[]; readonly from: number; readonly word: string }
  /** Behind `</`. */
  | { readonly kind: 'end'; readonly path: readonly OpenTag[]; readonly from: number; readonly word: string }
  /** In the tag of the last element of the path, where a name of an attribute is or may begin. */
  | { readonly kind: 'attribute'; readonly path: readonly OpenTag[]; readonly from: number; readonly word: string }
  /** Between the quotes of an attribute. */
  | {
      readonly kind: 'value';
      readonly path: readonly OpenTag[];
      readonly attribute: string;
      readonly from: number;
      readonly word: string;
    }
  /** Between tags, inside the last element of the path. */
  | { readonly kind: 'text'; readonly path: readonly OpenTag[]; readonly from: number; readonly word: string }
  /** In a comment, CDATA or an instruction: nothing is meant there. */
  | { readonly kind: 'nowhere' };

const token =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|<(\/?)([^\s/<>"'=]*)((?:[^"'<>]|"[^"<]*(?:"|$|(?=<))|'[^'<]*(?:'|$|(?=<)))*)(>?)/g;
const attribute = /([^\s=/"'<>]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;

/** @param offset in UTF-16 units, as editors count */
export function xmlCursor(text: string, offset: number): XmlCursor {
  const path: OpenTag[] = [];
  let textFrom = 0;
  for (const match of text.matchAll(token)) {
    const [whole, slash, name = '', rest = '', closed] = match;
    const end = match.index + whole.length;
    if (match.index >= offset) break;
    const inside = offset < end || closed !== '>';
    if (slash === undefined) {
      if (offset < end || !isFinished(whole)) return { kind: 'nowhere' };
    } else if (offset < end || (offset === end && inside)) {
      return inTag(text, offset, match.index, { slash, name, rest, path });
    } else if (slash === '/') close(path, name);
    else if (closed === '>' && !rest.endsWith('/')) path.push({ name, attributes: attributesOf(rest) });
    textFrom = end;
  }
  return { kind: 'text', path, from: textFrom, word: text.slice(textFrom, offset) };
}

const isFinished = (whole: string): boolean => /(?:-->|\]\]>|\?>)$/.test(whole);

/** An end tag closes the nearest element of its name; one that was never opened closes nothing. */
function close(path: OpenTag[], name: string): void {
  const at = path.findLastIndex((each) => each.name === name);
  if (at >= 0) path.length = at;
}

interface Tag {
  readonly slash: string;
  readonly name: string;
  readonly rest: string;
  readonly path: readonly OpenTag[];
}

function inTag(text: string, offset: number, start: number, { slash, name, rest, path }: Tag): XmlCursor {
  const from = start + 1 + slash.length;
  const word = text.slice(from, offset);
  if (slash === '/') return { kind: 'end', path, from, word };
  if (offset <= from + name.length) return { kind: 'element', path, from, word };
  const own = { name, attributes: attributesOf(rest) };
  const before = text.slice(from + name.length, offset);
  const value = /([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)|'([^']*))$/.exec(withoutValues(before));
  const within = [...path, own];
  if (value !== null) {
    const typed = value[2] ?? value[3] ?? '';
    return { kind: 'value', path: within, attribute: value[1] ?? '', from: offset - typed.length, word: typed };
  }
  const begun = /[^\s=/"'<>]*$/.exec(before)?.[0] ?? '';
  return { kind: 'attribute', path: within, from: offset - begun.length, word: begun };
}

/** Whole values blanked, so that what is left of quotes is of a value that is being typed. */
const withoutValues = (text: string): string =>
  text.replace(/=\s*(?:"[^"]*"|'[^']*')/g, (value) => ' '.repeat(value.length));

function attributesOf(rest: string): ReadonlyMap<string, string> {
  const found = [...rest.matchAll(attribute)];
  return new Map(found.map(([, name = '', double, single = '']) => [name, double ?? single]));
}
