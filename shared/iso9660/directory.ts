/** Directory records (ECMA-119 9.1), in both trees of an image: the one with Rock Ridge names and Joliet's. */
import { asciiBytes, FieldWriter, recordedAt, SECTOR, ucs2Bytes } from './bytes.ts';

/** Where the bytes of a file or directory are: first sector and length. */
export interface Extent {
  readonly sector: number;
  readonly length: number;
}

export interface FileEntry {
  readonly name: string;
  readonly extent: Extent;
}

/** One tree of an image: how names are written, and what is noted beside them. */
export interface Tree {
  /** Unique, in the order they must stand in. */
  identifiers(names: readonly string[]): readonly { readonly name: string; readonly identifier: Uint8Array }[];
  /** System use fields (9.1.13) of the root itself, its parent (itself again) and of a file. */
  readonly systemUse: { readonly self: Uint8Array; readonly parent: Uint8Array; file(name: string): Uint8Array };
}

const DIRECTORY = 0x02;
const none = new Uint8Array(0);

/** One record; 33 bytes, the identifier padded to an even length, the system use field padded too. */
export function directoryRecord(
  identifier: Uint8Array,
  extent: Extent,
  flags: number,
  systemUse: Uint8Array = none,
): Uint8Array {
  const padded = 33 + identifier.length + (identifier.length % 2 === 0 ? 1 : 0);
  const length = padded + systemUse.length + (systemUse.length % 2);
  const record = new Uint8Array(length);
  const write = new FieldWriter(record);
  write.byte(0, length);
  write.both32(2, extent.sector);
  write.both32(10, extent.length);
  write.raw(18, recordedAt.short);
  write.byte(25, flags);
  write.both16(28, 1); // volume sequence number
  write.byte(32, identifier.length);
  write.raw(33, identifier);
  write.raw(padded, systemUse);
  return record;
}

export const rootRecord = (extent: Extent): Uint8Array => directoryRecord(Uint8Array.of(0), extent, DIRECTORY);

/** The root directory's sectors. Records don't cross the end of a sector (6.8.1.1). */
export function rootDirectory(tree: Tree, root: Extent, files: readonly FileEntry[]): Uint8Array {
  const extents = new Map(files.map(({ name, extent }) => [name, extent]));
  const records = [
    directoryRecord(Uint8Array.of(0), root, DIRECTORY, tree.systemUse.self),
    directoryRecord(Uint8Array.of(1), root, DIRECTORY, tree.systemUse.parent),
    ...tree.identifiers(files.map(({ name }) => name)).map(({ name, identifier }) => {
      const extent = extents.get(name) ?? { sector: 0, length: 0 };
      return directoryRecord(identifier, extent, 0, tree.systemUse.file(name));
    }),
  ];
  const places: { readonly at: number; readonly record: Uint8Array }[] = [];
  let at = 0;
  for (const record of records) {
    const left = SECTOR - (at % SECTOR);
    if (record.length > left) at += left;
    places.push({ at, record });
    at += record.length;
  }
  const bytes = new Uint8Array(Math.ceil(at / SECTOR) * SECTOR);
  for (const { at: offset, record } of places) bytes.set(record, offset);
  return bytes;
}

/**
 * The primary tree. Identifiers are of interchange level 2 (10.2): 31 characters of A-Z, 0-9 and _ with one full stop, then the
 * version. Rock Ridge (SUSP 1.12, RRIP 1.09 alias RRIP_1991A) has beside them what Linux shows.
 */
export const rockRidge: Tree = {
  identifiers(names) {
    const taken = new Set<string>();
    const found = names.map((name) => {
      const identifier = levelTwo(name, taken);
      taken.add(identifier);
      return { name, identifier: asciiBytes(`${identifier};1`), sortBy: identifier };
    });
    return found.toSorted((a, b) => (a.sortBy < b.sortBy ? -1 : 1));
  },
  systemUse: {
    self: join(sharing(), posix(0o040_500), extension()),
    parent: posix(0o040_500),
    file: (name) => join(posix(0o100_400), alternateName(name)),
  },
};

/** Joliet's tree: the names as they are, in UCS-2; Windows reads this one. */
export const joliet: Tree = {
  identifiers: (names) =>
    names
      .map((name) => ({ name, identifier: ucs2Bytes(name) }))
      .toSorted((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1)),
  systemUse: { self: none, parent: none, file: () => none },
};

/** The last full stop separates the extension (7.5.1); one is always there. Names that come out alike are numbered. */
function levelTwo(name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf('.');
  const allowed = (text: string) => text.toUpperCase().replace(/[^A-Z0-9_]/g, '_');
  const stem = allowed(dot < 0 ? name : name.slice(0, dot));
  const ending = allowed(dot < 0 ? '' : name.slice(dot + 1)).slice(0, 8);
  const room = 30 - ending.length;
  for (let number = 0; ; number += 1) {
    const suffix = number === 0 ? '' : String(number);
    const identifier = `${stem.slice(0, room - suffix.length)}${suffix}.${ending}`;
    if (!taken.has(identifier)) return identifier;
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** SP: this image uses the System Use Sharing Protocol (SUSP 5.3). */
function sharing(): Uint8Array {
  return join(asciiBytes('SP'), Uint8Array.of(7, 1, 0xbe, 0xef, 0));
}

/** ER: which extension the fields are of (SUSP 5.5), without its description and source. */
function extension(): Uint8Array {
  const id = asciiBytes('RRIP_1991A');
  return join(asciiBytes('ER'), Uint8Array.of(8 + id.length, 1, id.length, 0, 0, 1), id);
}

/** PX: mode, links, owner and group (RRIP 4.1.1). root's alone: there are passwords, if hashed, in these files. */
function posix(mode: number): Uint8Array {
  const bytes = new Uint8Array(36);
  const write = new FieldWriter(bytes);
  write.ascii(0, 'PX');
  write.byte(2, bytes.length);
  write.byte(3, 1);
  write.both32(4, mode);
  write.both32(12, 1);
  return bytes;
}

/** NM: the name as it is (RRIP 4.1.4). */
function alternateName(name: string): Uint8Array {
  return join(asciiBytes('NM'), Uint8Array.of(5 + name.length, 1, 0), asciiBytes(name));
}
