/** Where properties stand and how what they leave behind is taken away; the workings under `property.ts`. */
import type { XmlElement } from './element.ts';
import { parsePath, prune, pruneWithin, type Step } from './path.ts';

export interface Placement {
  /** The element that it stands in is a {@link flag}: it stays when the property is taken away. */
  readonly inFlag?: true;
}

/** @throws TypeError for a path that ends at an element: a fault of the table */
export function withAttribute(path: string): { readonly steps: readonly Step[]; readonly attribute: string } {
  const { steps, attribute: name } = parsePath(path);
  if (name === undefined) throw new TypeError(`not the path of an attribute: ${path}`);
  return { steps, attribute: name };
}

/** @throws TypeError for a path that ends at an attribute: a fault of the table */
export function withoutAttribute(path: string): readonly Step[] {
  const { steps, attribute: name } = parsePath(path);
  if (name !== undefined) throw new TypeError(`not the path of an element: ${path}`);
  return steps;
}

/** The steps to repeated elements, and apart from the last to the one that holds them. */
export function repeated(path: string) {
  const { steps, attribute: name } = parsePath(path);
  const last = steps.at(-1);
  if (last === undefined) throw new TypeError(`nothing to repeat in ${path}`);
  return { steps, parents: steps.slice(0, -1), last, attribute: name };
}

/** Empties the element, and takes it away when nothing else is in it. */
export function clearText(base: XmlElement, element: XmlElement | undefined, steps: readonly Step[]): void {
  if (element === undefined) return;
  element.setText('');
  prune(base, element, steps);
}

/** Takes the element away, with parents that are empty then. */
export function removeAt(
  base: XmlElement,
  element: XmlElement | undefined,
  steps: readonly Step[],
  { inFlag }: Placement = {},
): void {
  const parent = element?.parent;
  if (element === undefined || element === base || parent === undefined) return;
  element.remove();
  (inFlag === true ? pruneWithin : prune)(base, parent, steps.slice(0, -1));
}

/**
 * For each new row the old one whose element it takes over: the same rows at the beginning and at the end keep theirs, those
 * between go by position.
 */
export function keepAlike<V>(before: readonly V[], after: readonly V[]): readonly (number | undefined)[] {
  const alike = (one: V | undefined, other: V | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && alike(before[head], after[head])) head++;
  // A row can only be put after another one: with a new first row all go by position.
  const longest = head === 0 && after.length > before.length ? 0 : shorter - head;
  let tail = 0;
  while (tail < longest && alike(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const last = before.length - tail;
  return after.map((_row, index) => {
    if (index >= after.length - tail) return index - after.length + before.length;
    return index < last ? index : undefined;
  });
}
