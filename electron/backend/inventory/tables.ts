/** One table for each kind of what hosts have: a further kind is its line in `shared/model/objects.ts`. */
import { appError } from '../../../shared/errors.ts';
import { hostedKinds, type HostedKind, type ObjectRecords } from '../../../shared/model/objects.ts';
import type { ObjectTable } from './objectTable.ts';

export type Tables = { readonly [K in HostedKind]: ObjectTable<ObjectRecords[K]> };

export function tablesOf(make: <K extends HostedKind>(kind: K) => ObjectTable<ObjectRecords[K]>): Tables {
  const tables = Object.fromEntries(hostedKinds.map((kind) => [kind, make(kind)]));
  if (!areComplete(tables)) throw appError('internal', 'a kind has no table');
  return tables;
}

const areComplete = (tables: object): tables is Tables => hostedKinds.every((kind) => kind in tables);
