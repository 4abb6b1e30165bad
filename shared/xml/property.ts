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
 * touches nothing else; undefined takes the property away, with the elements that are empty then.
 */
import { scale, type Codec } from './codec.ts';
import type { XmlElement } from './element.ts';
import { create, ensure, find, findAll, parsePath, prune, type Step } from './path.ts';

export interface Property<T> {
  /** Below the element that the table belongs to. */
  readonly path: string;
  readonly get: (element: XmlElement) => T | undefined;
  readonly set: (element: XmlElement, value: T | undefined) => void;
  /** What libvirt takes when the property is absent; not given where that depends on other things. */
  readonly default?: T;
  /** Values a dialog offers. */
  readonly allowed?: readonly T[];
  /** Values that tests set and read back. */
  readonly samples: readonly T[];
}

export interface PropertyOptions<T> {
  readonly default?: T;
}

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
      prune(element, owner);
    },
  };
}

/** The text of an element: `serial`, `os/type`. Empty text is no value; taking it away leaves attributes that the element has. */
export function text<T>(path: string, codec: Codec<T>, options: PropertyOptions<NoInfer<T>> = {}): Property<T> {
  const steps = withoutAttribute(path);
  return {
    path,
    ...traits(codec, options),
    get: (element) => {
      const found = find(element, steps)?.text ?? '';
      return found === '' ? undefined : codec.parse(found);
    },
    set: (element, value) => {
      if (value !== undefined) ensure(element, steps).setText(codec.format(value));
      else clearText(element, find(element, steps));
    },
  };
}

/** An element whose presence says yes: `readonly`, `features/acpi`. */
export function flag(path: string): Property<true> {
  const steps = withoutAttribute(path);
  return {
    path,
    samples: [true],
    get: (element) => (find(element, steps) === undefined ? undefined : true),
    set: (element, value) => {
      if (value === true) ensure(element, steps);
      else removeAt(element, find(element, steps));
    },
  };
}

/** A size as text with a unit attribute; in KiB here whatever unit the XML has (libvirt's own default is KiB). */
export function scaled(path: string): Property<number> {
  const steps = withoutAttribute(path);
  return {
    path,
    samples: [1, 1048576],
    get: (element) => {
      const found = find(element, steps);
      return found === undefined ? undefined : scale(found.text, found.attribute('unit') ?? 'KiB', 1024n);
    },
    set: (element, value) => {
      if (value === undefined) {
        const found = find(element, steps);
        found?.setAttribute('unit', undefined);
        clearText(element, found);
        return;
      }
      const target = ensure(element, steps);
      target.setAttribute('unit', 'KiB');
      target.setText(String(value));
    },
  };
}

/** Every attribute of the same path, in order: `os/boot/@dev`. Setting keeps the elements there are and adds or removes the rest. */
export function list<T>(path: string, codec: Codec<T>): Property<readonly T[]> {
  const { steps, parents, last, attribute: name } = repeated(path);
  return {
    path,
    samples: [codec.samples.slice(0, 1), codec.samples.slice(0, 3)],
    get: (element) => {
      const found = findAll(element, steps);
      if (found.length === 0) return undefined;
      return found.flatMap((each) => codec.parse(name === undefined ? each.text : (each.attribute(name) ?? '')) ?? []);
    },
    set: (element, values = []) => {
      const existing = findAll(element, steps);
      for (const [index, value] of values.entries()) {
        const target = existing[index] ?? create(ensure(element, parents), last);
        if (name === undefined) target.setText(codec.format(value));
        else target.setAttribute(name, codec.format(value));
      }
      for (const surplus of existing.slice(values.length)) removeAt(element, surplus);
    },
  };
}

/** Repeated elements, each mapped by a table of its own: `timers: records('clock/timer', timer)`. Setting works by position. */
export function records<V>(
  path: string,
  table: Table<V>,
  samples: readonly (readonly Partial<NoInfer<V>>[])[],
): Property<readonly Partial<V>[]> {
  const { steps, parents, last } = repeated(path);
  return {
    path,
    samples,
    get: (element) => {
      const found = findAll(element, steps);
      return found.length === 0 ? undefined : found.map((each) => readAll(table, each));
    },
    set: (element, values = []) => {
      const existing = findAll(element, steps);
      for (const [index, value] of values.entries()) {
        const target = existing[index] ?? create(ensure(element, parents), last);
        for (const key in table) table[key].set(target, value[key]);
      }
      for (const surplus of existing.slice(values.length)) removeAt(element, surplus);
    },
  };
}

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

function traits<T>(codec: Codec<T>, options: PropertyOptions<T>): Pick<Property<T>, 'default' | 'allowed' | 'samples'> {
  return {
    ...(codec.allowed === undefined ? {} : { allowed: codec.allowed }),
    ...(options.default === undefined ? {} : { default: options.default }),
    samples: codec.samples,
  };
}

function withAttribute(path: string): { readonly steps: readonly Step[]; readonly attribute: string } {
  const { steps, attribute: name } = parsePath(path);
  if (name === undefined) throw new TypeError(`not the path of an attribute: ${path}`);
  return { steps, attribute: name };
}

function withoutAttribute(path: string): readonly Step[] {
  const { steps, attribute: name } = parsePath(path);
  if (name !== undefined) throw new TypeError(`not the path of an element: ${path}`);
  return steps;
}

/** The steps to repeated elements, and apart from the last to the one that holds them. */
function repeated(path: string) {
  const { steps, attribute: name } = parsePath(path);
  const last = steps.at(-1);
  if (last === undefined) throw new TypeError(`nothing to repeat in ${path}`);
  return { steps, parents: steps.slice(0, -1), last, attribute: name };
}

function clearText(base: XmlElement, element: XmlElement | undefined): void {
  if (element === undefined) return;
  element.setText('');
  prune(base, element);
}

function removeAt(base: XmlElement, element: XmlElement | undefined): void {
  const parent = element?.parent;
  if (element === undefined || element === base || parent === undefined) return;
  element.remove();
  prune(base, parent);
}
