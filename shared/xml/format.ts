/** Lays a text out as libvirt does: each element on its own line, two spaces per level. */
import { XmlElement, type XmlNode } from './element.ts';
import { parseXml } from './parse.ts';
import { serializeElement } from './serialize.ts';

/**
 * Only white space between elements changes: texts, comments and the way values are written stay as they are.
 * @throws AppError `invalidArgument` when the text is not well-formed
 */
export function formatXml(text: string): string {
  const { prolog, root, epilog } = parseXml(text);
  const parts = [prolog.trim(), serializeElement(laidOut(root, 0)), epilog.trim()];
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}

function laidOut(element: XmlElement, depth: number): XmlElement {
  const copy = new XmlElement(element.name, element.layout);
  for (const [name, value] of element.attributes) copy.setAttribute(name, value);
  const shown = element.nodes.filter((node) => !isBlank(node));
  // Text that means something stands where it stands, and with it all that is beside it.
  const verbatim = shown.some(({ kind }) => kind === 'text' || kind === 'cdata') || keepsSpace(element);
  if (verbatim || shown.length === 0) {
    for (const node of verbatim ? element.nodes : whiteSpaceIn(element)) copy.appendNode(node);
    return copy;
  }
  for (const node of shown) {
    copy.appendNode(lineBreak(depth + 1));
    copy.appendNode(node.kind === 'element' ? laidOut(node, depth + 1) : node);
  }
  copy.appendNode(lineBreak(depth));
  return copy;
}

/** White space alone may be what an element holds, unless it is only a line broken. */
const whiteSpaceIn = ({ nodes }: XmlElement): readonly XmlNode[] =>
  nodes.filter((node) => node.kind === 'text' && !node.text.includes('\n'));

const isBlank = (node: XmlNode): boolean => node.kind === 'text' && node.text.trim() === '';
const keepsSpace = (element: XmlElement): boolean => element.attribute('xml:space') === 'preserve';
const lineBreak = (depth: number): XmlNode => ({ kind: 'text', text: `\n${'  '.repeat(depth)}` });
