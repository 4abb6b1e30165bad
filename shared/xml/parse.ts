/** Text to tree, strictly: what isn't well-formed XML 1.0 is refused with its line and column. */
import { DOMParser, ParseError } from '@xmldom/xmldom';
import { appError } from '../errors.ts';
import type { XmlDocument, XmlElement } from './element.ts';
import { MAX_DEPTH, readTree } from './tree.ts';

/** @throws AppError `invalidArgument` with params `line`, `column` and the parser's words in `raw` */
export function parseXml(text: string): XmlDocument {
  // Comments, CDATA and instructions blanked out: what is left is tags and text, at the same places.
  const markup = text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, (match) =>
    ' '.repeat(match.length),
  );
  refuseLooseText(text, markup);
  if (parseDom(text).documentElement === null) throw notWellFormed('no root element', 1, 1);
  return {
    prolog: text.slice(0, markup.length - markup.trimStart().length),
    root: readRoot(text.slice(markup.length - markup.trimStart().length, markup.trimEnd().length)),
    epilog: text.slice(markup.trimEnd().length),
  };
}

function readRoot(text: string): XmlElement {
  const root = readTree(text);
  if (root === undefined) throw notWellFormed(`nested deeper than ${MAX_DEPTH}`, 1, 1);
  return root;
}

function parseDom(text: string) {
  const parser = new DOMParser({
    // XML 1.0, 2.11. xmldom's own way is that of XML 1.1, which turns U+0085 and U+2028 into line breaks too.
    normalizeLineEndings: (source) => source.replaceAll(/\r\n?/g, '\n'),
    onError: (_level, message, context: { readonly locator?: Position }) => {
      // The only complaint about text that is well-formed: U+FFFD is a character like others.
      if (message.startsWith('Unicode replacement character')) return;
      throw new XmlFault(message, context.locator);
    },
  });
  try {
    return parser.parseFromString(text, 'text/xml');
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const position: Position | undefined =
      error.locator ?? (error.cause instanceof XmlFault ? error.cause.position : undefined);
    throw notWellFormed(
      error.message,
      Math.max(1, position?.lineNumber ?? 1),
      Math.max(1, position?.columnNumber ?? 1),
    );
  }
}

interface Position {
  readonly lineNumber?: number;
  readonly columnNumber?: number;
}

class XmlFault extends Error {
  readonly position: Position | undefined;
  constructor(message: string, position: Position | undefined) {
    super(message);
    this.position = position;
  }
}

/** xmldom lets a bare `&` and control characters pass; libvirt's parser does not. */
function refuseLooseText(text: string, markup: string): void {
  // Exactly the characters that XML 1.0 forbids.
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(text);
  if (control !== null) refuseAt(text, control.index, 'a character that XML does not allow');
  const ampersand = /&(?!#[0-9]+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)/.exec(markup);
  if (ampersand !== null) refuseAt(text, ampersand.index, 'an "&" that begins no known entity');
  for (const reference of markup.matchAll(/&#(?:x([0-9a-fA-F]+)|([0-9]+));/g)) {
    const code = reference[1] === undefined ? Number(reference[2]) : Number.parseInt(reference[1], 16);
    if (!isCharacter(code)) refuseAt(text, reference.index, 'a reference to a character that XML does not allow');
  }
  const doctype = markup.indexOf('<!DOCTYPE');
  if (doctype >= 0) refuseAt(text, doctype, 'a document type declaration');
}

/** XML 1.0, 2.2. */
const isCharacter = (code: number): boolean =>
  [0x9, 0xa, 0xd].includes(code) ||
  (code >= 0x20 && code < 0xd800) ||
  (code >= 0xe000 && code < 0xfffe) ||
  (code >= 0x10000 && code < 0x110000);

function refuseAt(text: string, index: number, what: string): never {
  const lines = text.slice(0, index).split('\n');
  throw notWellFormed(what, lines.length, (lines.at(-1)?.length ?? 0) + 1);
}

function notWellFormed(raw: string, line: number, column: number) {
  return appError('invalidArgument', `XML is not well-formed at line ${line}, column ${column}: ${raw}`, {
    operation: 'xml.parse',
    raw,
    params: { line, column },
  });
}
