/** Text to tree, strictly: what isn't well-formed XML 1.0 is refused with its line and column. */
import { DOMParser, ParseError, type Element as DomElement, type Node as DomNode } from '@xmldom/xmldom';
import { appError } from '../errors.ts';
import { XmlElement, type XmlDocument, type XmlNode } from './element.ts';

/** Deeper nesting than any real definition; keeps the walk off the end of the stack. */
const MAX_DEPTH = 256;

/** @throws AppError `invalidArgument` with params `line`, `column` and the parser's words in `raw` */
export function parseXml(text: string): XmlDocument {
  // Comments, CDATA and instructions blanked out: what is left is tags and text, at the same places.
  const markup = text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, (match) =>
    ' '.repeat(match.length),
  );
  refuseLooseText(text, markup);
  const root = parseDom(text).documentElement;
  if (root === null) throw notWellFormed('no root element', 1, 1);
  return {
    prolog: text.slice(0, markup.length - markup.trimStart().length),
    root: convertElement(root, 0),
    epilog: text.slice(markup.trimEnd().length),
  };
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
  // oxlint-disable-next-line no-control-regex -- exactly the characters that XML 1.0 forbids
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(text);
  if (control !== null) refuseAt(text, control.index, 'a character that XML does not allow');
  const ampersand = /&(?!#[0-9]+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)/.exec(markup);
  if (ampersand !== null) refuseAt(text, ampersand.index, 'an "&" that begins no known entity');
  const doctype = markup.indexOf('<!DOCTYPE');
  if (doctype >= 0) refuseAt(text, doctype, 'a document type declaration');
}

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

function convert(node: DomNode, depth: number): XmlNode {
  if (isElement(node)) return convertElement(node, depth);
  const text = node.nodeValue ?? '';
  switch (node.nodeType) {
    case node.TEXT_NODE:
      return { kind: 'text', text };
    case node.CDATA_SECTION_NODE:
      return { kind: 'cdata', text };
    case node.COMMENT_NODE:
      return { kind: 'comment', text };
    case node.PROCESSING_INSTRUCTION_NODE:
      return { kind: 'instruction', target: node.nodeName, text };
    default:
      throw notWellFormed(`unexpected ${node.nodeName}`, 1, 1);
  }
}

const isElement = (node: DomNode): node is DomElement => node.nodeType === node.ELEMENT_NODE;

function convertElement(node: DomElement, depth: number): XmlElement {
  if (depth > MAX_DEPTH) throw notWellFormed(`nested deeper than ${MAX_DEPTH}`, 1, 1);
  const element = new XmlElement(node.tagName);
  for (const { name, value } of node.attributes) element.setAttribute(name, value);
  for (const child of node.childNodes) element.appendNode(convert(child, depth + 1));
  return element;
}
