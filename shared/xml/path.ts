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

/** Reads a path of a property table; a malformed one is a fault of the table and throws at load. */
export function parsePath(text: string): Path {
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
  for (const step of steps) element = find(element, [step]) ?? create(element, step);
  return element;
}

export function create(parent: XmlElement, step: Step): XmlElement {
  const child = parent.addChild(step.name);
  if (step.where !== undefined) child.setAttribute(step.where.attribute, step.where.value);
  return child;
}

/** Removes `element` and then its parents up to, not including, `base`, as far as nothing is left in them. */
export function prune(base: XmlElement, element: XmlElement): void {
  for (let current = element; current !== base && current.isEmpty;) {
    const { parent } = current;
    current.remove();
    if (parent === undefined) return;
    current = parent;
  }
}
