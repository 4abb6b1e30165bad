/**
 * Where a property stands: `@type`, `serial`, `driver/@cache`, `clock/timer[@name='rtc']/@tickpolicy`,
 * `metadata/libosinfo:libosinfo/libosinfo:os/@id`. A prefix means the namespace of that name in `element.ts`.
 */
import type { XmlElement } from './element.ts';

export interface Step {
  readonly name: string;
  /** `[@name='rtc']`: only the element with this attribute; made with it when it has to be created. */
  readonly where?: { readonly attribute: string; readonly value: string };
}

export interface Path {
  readonly steps: readonly Step[];
  /** Absent: the value is the element's text, or its presence. */
  readonly attribute?: string;
}

const stepPattern = /^([A-Za-z_][\w.-]*(?::[\w.-]+)?)(?:\[@([\w.:-]+)='([^']*)'\])?$/;
const attributePattern = /^@([A-Za-z_][\w.:-]*)$/;

/** Reads a path of a property table (`.`: the element itself, for its text); a malformed one is a fault of the table and throws at load. */
export function parsePath(text: string): Path {
  if (text === '.') return { steps: [] };
  const parts = text.split(/\/(?![^[]*\])/);
  const attribute = attributePattern.exec(parts.at(-1) ?? '')?.[1];
  const steps = (attribute === undefined ? parts : parts.slice(0, -1)).map((part) => {
    const match = stepPattern.exec(part);
    if (match?.[1] === undefined) throw new TypeError(`malformed property path: ${text}`);
    const [, name, key, value] = match;
    return key === undefined || value === undefined ? { name } : { name, where: { attribute: key, value } };
  });
  return attribute === undefined ? { steps } : { steps, attribute };
}

const matches = (element: XmlElement, { where }: Step): boolean =>
  where === undefined || element.attribute(where.attribute) === where.value;

/** Every element the steps lead to, in document order. */
export function findAll(base: XmlElement, steps: readonly Step[]): readonly XmlElement[] {
  let found: readonly XmlElement[] = [base];
  for (const step of steps) {
    found = found.flatMap((element) => element.childrenNamed(step.name).filter((child) => matches(child, step)));
  }
  return found;
}

/** The first element the steps lead to. */
export function find(base: XmlElement, steps: readonly Step[]): XmlElement | undefined {
  return findAll(base, steps)[0];
}

/** The first element the steps lead to, made where it is missing. */
export function ensure(base: XmlElement, steps: readonly Step[]): XmlElement {
  const existing = find(base, steps);
  if (existing !== undefined) return existing;
  let element = base;
  for (const step of steps) element = find(element, [step]) ?? imply(create(element, step));
  return element;
}

/** Elements that were made only because something below them was set. */
const implied = new WeakSet<XmlElement>();

function imply(element: XmlElement): XmlElement {
  implied.add(element);
  return element;
}

/** From now on the element is there for its own sake: {@link pruneWithin} leaves it. */
export function assert(element: XmlElement): void {
  implied.delete(element);
}

/** As {@link prune}, but an element that stood there already stays: its presence says something (`<apic/>`, `<hugepages/>`). */
export function pruneWithin(base: XmlElement, element: XmlElement, steps: readonly Step[]): void {
  if (implied.has(element)) prune(base, element, steps);
}

/** Makes what the step asks for: after `sibling`, or where {@link XmlElement.addChild} puts it. */
export function create(parent: XmlElement, step: Step, sibling?: XmlElement): XmlElement {
  const child = parent.addChild(step.name, sibling);
  if (step.where !== undefined) child.setAttribute(step.where.attribute, step.where.value);
  return child;
}

/**
 * Removes `element`, to which `steps` led from `base`, and then its parents up to, not including, `base`, as far as nothing is
 * left in them. What a step asks for (`[@name='rtc']`) doesn't count: it tells the element apart and says nothing else.
 */
export function prune(base: XmlElement, element: XmlElement, steps: readonly Step[]): void {
  let current = element;
  for (let depth = steps.length - 1; current !== base && isEmptyBut(current, steps[depth]); depth--) {
    const { parent } = current;
    current.remove();
    if (parent === undefined) return;
    current = parent;
  }
}

function isEmptyBut(element: XmlElement, step: Step | undefined): boolean {
  const { attributes } = element;
  const where = step?.where?.attribute;
  for (const name of attributes.keys()) if (!isDeclaration(name) && name !== where) return false;
  return element.nodes.every((node) => node.kind === 'text' && node.text.trim() === '');
}

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');
