/** Trees made from scratch are one long line; this lays them out as libvirt does. */
import { XmlElement } from './element.ts';

/** A copy with every element on a line of its own, two blanks deeper than the one around it; text keeps its place between its tags. */
export function laidOut(element: XmlElement, depth = 0): XmlElement {
  const copy = new XmlElement(element.name);
  for (const [name, value] of element.attributes) copy.setAttribute(name, value);
  if (element.children.length === 0 || element.text.trim() !== '') {
    for (const node of element.nodes) copy.appendNode(node.kind === 'element' ? laidOut(node, depth + 1) : node);
    return copy;
  }
  const line = `\n${'  '.repeat(depth + 1)}`;
  for (const node of element.nodes) {
    if (node.kind === 'text') continue; // white space only
    copy.appendNode({ kind: 'text', text: line });
    copy.appendNode(node.kind === 'element' ? laidOut(node, depth + 1) : node);
  }
  copy.appendNode({ kind: 'text', text: line.slice(0, -2) });
  return copy;
}
