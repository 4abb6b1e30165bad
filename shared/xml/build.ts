/** Elements made from scratch, by nodes: never by joining strings. */
import { XmlElement } from './element.ts';

/** A child, or nothing where a condition says so. */
export type Child = XmlElement | false | undefined;

/** An element with what is in it; undefined attributes and false children are left out. */
export function el(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...content: readonly (Child | string | number)[]
): XmlElement {
  const element = new XmlElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(key, String(value));
  for (const one of content) {
    if (typeof one === 'string' || typeof one === 'number') element.appendNode({ kind: 'text', text: String(one) });
    else if (one) element.appendNode(one);
  }
  return element;
}
