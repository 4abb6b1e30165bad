/** Properties by a name that is known at run time only: edits that came from a window, forms that walk a table. */
import { appError } from '../errors.ts';
import type { XmlElement } from './element.ts';
import type { Property, Table } from './property.ts';
import type { FieldTraits } from './traits.ts';

/** A table whose values' types are not known; every {@link Table} is one through {@link named}. */
export interface NamedTable {
  readonly fields: Readonly<Record<string, FieldTraits>>;
  /** undefined: absent, or no such property. */
  read(element: XmlElement, name: string): unknown;
  /**
   * Sets, or takes away with undefined.
   * @throws AppError `invalidArgument` when there is no such property, or when it can't hold the value
   */
  write(element: XmlElement, name: string, value: unknown): void;
}

/** @param what the table's name in errors */
export function named<V>(what: string, table: Table<V>): NamedTable {
  const visit = <R>(name: string, take: <T>(property: Property<T>) => R): R | undefined => {
    for (const key in table) if (key === name) return take(table[key]);
    return undefined;
  };
  return {
    fields: table,
    read: (element, name) => visit(name, (property) => property.get(element)),
    write: (element, name, value) => {
      const written = visit(name, (property) => {
        if (value !== undefined && !property.accepts(value)) return false;
        property.set(element, value);
        return true;
      });
      if (written !== true) {
        throw appError('invalidArgument', `${what} cannot have ${name} = ${JSON.stringify(value)}`, {
          params: { path: `${what}.${name}` },
        });
      }
    },
  };
}
