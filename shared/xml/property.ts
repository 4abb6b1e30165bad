/**
 * Mapping between XML and typed values, one line per property:
 *
 *     export const disk = {
 *       device: attribute('@device', oneOf(['disk', 'cdrom', 'floppy', 'lun']), { default: 'disk' }),
 *       serial: text('serial', string),
 *       cache: attribute('driver/@cache', oneOf(['none', 'writeback'])),
 *       readonly: flag('readonly'),
 *     };
 *     const { cache } = readAll(disk, element);
 *     edit(disk, element, { cache: 'none', serial: undefined });
 *
 * Reading and editing are the same line. An edit works on the parsed tree: it makes or removes what its path names and
 * touches nothing else; undefined takes the property away, with the elements that are empty then. What else a line says of its
 * property (unit, condition, how it changes live, where its values come from) is in `traits.ts`.
 */
import { integer, scale, type Codec } from './codec.ts';
import type { XmlElement } from './element.ts';
import { assert, create, ensure, find, findAll, prune, pruneWithin } from './path.ts';
import { clearText, keepAlike, removeAt, repeated, withAttribute, withoutAttribute, type Placement } from './place.ts';
import { factsOf, type FieldTraits, type PropertyFacts, type PropertyKind, type Unit } from './traits.ts';

export interface Property<T> extends FieldTraits {
  readonly get: (element: XmlElement) => T | undefined;
  readonly set: (element: XmlElement, value: T | undefined) => void;
  /** Whether something that came from a window is a value of this property. */
  readonly accepts: (value: unknown) => value is T;
  readonly default?: T;
  readonly allowed?: readonly T[];
  /** Values that tests set and read back. */
  readonly samples: readonly T[];
}

export interface PropertyOptions<T> extends Placement, PropertyFacts {
  readonly default?: T;
}

/** What can be said of a property that has no default, because it is there or not, or there several times. */
type PlacedFacts = Placement & PropertyFacts;

/** One property per key of the value that it maps. */
export type Table<V> = { readonly [K in keyof V]: Property<V[K]> };
/** The value that a table maps, with every property there. */
export type ValuesOf<T> = T extends Table<infer V> ? V : never;
/** What a table reads; what the XML doesn't say is absent. */
export type Values<T> = Readonly<Partial<ValuesOf<T>>>;

/** An attribute: `@type`, `driver/@cache`. */
export function attribute<T>(path: string, codec: Codec<T>, options: PropertyOptions<NoInfer<T>> = {}): Property<T> {
  const { steps, attribute: name } = withAttribute(path);
  return {
    path,
    ...traits(codec, options),
    get: (element) => {
      const found = find(element, steps)?.attribute(name);
      return found === undefined ? undefined : codec.parse(found);
    },
    set: (element, value) => {
      if (value !== undefined) {
        ensure(element, steps).setAttribute(name, codec.format(value));
        return;
      }
      const owner = find(element, steps);
      if (owner?.attribute(name) === undefined) return;
      owner.setAttribute(name, undefined);
      (options.inFlag === true ? pruneWithin : prune)(element, owner, steps);
    },
  };
}

/** The text of an element: `serial`, `os/type`. Blank text is no value; taking it away leaves attributes that the element has. */
export function text<T>(path: string, codec: Codec<T>, options: PropertyOptions<NoInfer<T>> = {}): Property<T> {
  const steps = withoutAttribute(path);
  return {
    path,
    ...traits(codec, options),
    get: (element) => {
      const found = find(element, steps)?.text ?? '';
      return found.trim() === '' ? undefined : codec.parse(found);
    },
    set: (element, value) => {
      if (value !== undefined) ensure(element, steps).setText(codec.format(value));
      else clearText(element, find(element, steps), steps);
    },
  };
}

/** An element whose presence says yes: `readonly`, `features/acpi`. */
export function flag(path: string, facts: PropertyFacts = {}): Property<true> {
  const steps = withoutAttribute(path);
  return {
    ...factsOf(facts),
    kind: 'flag',
    accepts: (value) => value === true,
    path,
    samples: [true],
    get: (element) => (find(element, steps) === undefined ? undefined : true),
    set: (element, value) => {
      if (value === true) assert(ensure(element, steps));
      else removeAt(element, find(element, steps), steps);
    },
  };
}

/** A size as text with a unit attribute; in KiB here whatever unit the XML has. `missingUnit`: what libvirt takes without one. */
export const scaled = (path: string, missingUnit = 'KiB', facts: PropertyFacts = {}): Property<number> =>
  sized(path, 'size', { ...facts, unit: 'kibibytes' }, missingUnit);

/** A size in bytes, as storage and host capabilities have it (libvirt's own default is bytes there). */
export const inBytes = (path: string): Property<number> => sized(path, 'integer', { unit: 'bytes' }, 'bytes');

const sizes = [1, 1048576];
/** As libvirt names the unit, and how many bytes it is. */
const sizeUnits = { kibibytes: { name: 'KiB', per: 1024n }, bytes: { name: 'bytes', per: 1n } } as const;
const isSize = (value: unknown): value is number => integer.accepts(value) && value >= 0;

function sized(
  path: string,
  kind: PropertyKind,
  facts: PropertyFacts & { readonly unit: Extract<Unit, keyof typeof sizeUnits> },
  missingUnit: string,
): Property<number> {
  const steps = withoutAttribute(path);
  const { name: unit, per } = sizeUnits[facts.unit];
  return {
    ...factsOf(facts),
    kind,
    accepts: isSize,
    path,
    samples: sizes,
    get: (element) => {
      const found = find(element, steps);
      return found === undefined ? undefined : scale(found.text, found.attribute('unit') ?? missingUnit, per);
    },
    set: (element, value) => {
      if (value === undefined) {
        const found = find(element, steps);
        found?.setAttribute('unit', undefined);
        clearText(element, found, steps);
        return;
      }
      const target = ensure(element, steps);
      target.setAttribute('unit', unit);
      target.setText(String(value));
    },
  };
}

/** A size as an attribute, its unit as another one beside it: `@memory` with `@unit`; in KiB here, as {@link scaled}. */
export function scaledAttribute(path: string): Property<number> {
  const { steps, attribute: name } = withAttribute(path);
  return {
    kind: 'size',
    unit: 'kibibytes',
    accepts: isSize,
    path,
    samples: sizes,
    get: (element) => {
      const found = find(element, steps);
      const amount = found?.attribute(name);
      return amount === undefined ? undefined : scale(amount, found?.attribute('unit') ?? 'KiB', 1024n);
    },
    set: (element, value) => {
      if (value !== undefined) {
        const target = ensure(element, steps);
        target.setAttribute(name, String(value));
        target.setAttribute('unit', 'KiB');
        return;
      }
      const owner = find(element, steps);
      if (owner?.attribute(name) === undefined) return;
      owner.setAttribute(name, undefined);
      owner.setAttribute('unit', undefined);
      prune(element, owner, steps);
    },
  };
}

/** Every attribute of the same path, in order: `os/boot/@dev`. Setting keeps the elements there are and adds or removes the rest. */
export function list<T>(path: string, codec: Codec<T>, facts: PropertyFacts = {}): Property<readonly T[]> {
  const { steps, parents, last, attribute: name } = repeated(path);
  return {
    ...factsOf(facts),
    kind: 'list',
    item: codec,
    accepts: (value): value is readonly T[] => Array.isArray(value) && value.every(codec.accepts),
    path,
    samples: [codec.samples.slice(0, 1), codec.samples.slice(0, 3)],
    get: (element) => {
      const values = findAll(element, steps).flatMap((each) => {
        const found = name === undefined ? each.text : each.attribute(name);
        return found === undefined ? [] : (codec.parse(found) ?? []);
      });
      return values.length === 0 ? undefined : values;
    },
    set: (element, values = []) => {
      const existing = findAll(element, steps);
      for (const [index, value] of values.entries()) {
        const target = existing[index] ?? create(ensure(element, parents), last);
        if (name === undefined) target.setText(codec.format(value));
        else target.setAttribute(name, codec.format(value));
      }
      for (const surplus of existing.slice(values.length)) removeAt(element, surplus, steps);
    },
  };
}

/** Repeated elements, each mapped by a table of its own: `timers: records('clock/timer', timer)`. Setting
 * keeps the elements of rows that stay, with what else is in them. */
export function records<V>(
  path: string,
  table: Table<V>,
  samples: readonly (readonly Partial<NoInfer<V>>[])[],
  placement: PlacedFacts = {},
): Property<readonly Partial<V>[]> {
  const { steps, parents, last } = repeated(path);
  return {
    ...factsOf(placement),
    kind: 'records',
    fields: table,
    accepts: (value): value is readonly Partial<V>[] =>
      Array.isArray(value) && value.every((each) => isRow(table, each)),
    path,
    samples,
    get: (element) => {
      const found = findAll(element, steps);
      return found.length === 0 ? undefined : found.map((each) => readAll(table, each));
    },
    set: (element, values = []) => {
      const existing = findAll(element, steps);
      const kept = keepAlike(
        existing.map((each) => readAll(table, each)),
        values,
      );
      let previous: XmlElement | undefined;
      for (const [index, value] of values.entries()) {
        const target: XmlElement =
          existing[kept[index] ?? -1] ?? create(previous?.parent ?? ensure(element, parents), last, previous);
        for (const key in table) table[key].set(target, value[key]);
        previous = target;
      }
      for (const [index, surplus] of existing.entries()) {
        if (!kept.includes(index)) removeAt(element, surplus, steps, placement);
      }
    },
  };
}

/** The value that libvirt goes by: the default, where there is one, stands for an absent property. */
export const effective = <T>(property: Property<T>, element: XmlElement): T | undefined =>
  property.get(element) ?? property.default;

/** Every property of the table that the element has. */
export function readAll<V>(table: Table<V>, element: XmlElement): Partial<V> {
  const values: Partial<V> = {};
  for (const key in table) {
    const value = table[key].get(element);
    if (value !== undefined) values[key] = value;
  }
  return values;
}

/** Sets the properties that `changes` names (undefined takes one away) and leaves the others. */
export function edit<V>(
  table: Table<V>,
  element: XmlElement,
  changes: { readonly [K in keyof V]?: V[K] | undefined },
): void {
  for (const key in table) if (Object.hasOwn(changes, key)) table[key].set(element, changes[key]);
}

function isRow<V>(table: Table<V>, value: unknown): value is Partial<V> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys: readonly string[] = Object.keys(table);
  for (const [key] of Object.entries(value)) if (!keys.includes(key)) return false;
  const given = new Map(Object.entries(value));
  for (const key in table) if (given.has(key) && !table[key].accepts(given.get(key))) return false;
  return true;
}

function traits<T>(codec: Codec<T>, options: PropertyOptions<T>) {
  return {
    ...factsOf(options),
    kind: codec.kind,
    accepts: codec.accepts,
    ...(codec.allowed === undefined ? {} : { allowed: codec.allowed }),
    ...(options.default === undefined ? {} : { default: options.default }),
    samples: codec.samples,
  };
}
