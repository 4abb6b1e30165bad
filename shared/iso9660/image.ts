/**
 * A small ISO 9660 image (ECMA-119, interchange level 2), with Rock Ridge names for Linux and Joliet names for Windows: what an
 * installer or cloud-init finds its answers on. No directories, nothing bootable.
 */
import { appError } from '../errors.ts';
import { asciiBytes, FieldWriter, recordedAt, SECTOR, sectorsOf, ucs2Bytes } from './bytes.ts';
import { joliet, rockRidge, rootDirectory, rootRecord, type Extent, type FileEntry, type Tree } from './directory.ts';

export interface IsoFile {
  /** 1 to 64 of letters, digits and `._+-`: what all three kinds of names can have. */
  readonly name: string;
  readonly data: Uint8Array;
}

/** The first sectors (6.2.1): 16 that are the system's, three descriptors, then two tables for each tree. */
const place = { primary: 16, supplementary: 17, terminator: 18, tables: 19, directories: 23 } as const;
/** One entry: the root (9.4). */
const PATH_TABLE_LENGTH = 10;
const MAX_FILES = 1000;

/**
 * The same files and label make the same bytes.
 * @param label up to 16 characters, as they are: tools look for `cidata` in small letters too
 * @throws AppError `invalidArgument` for a name or label that can't be
 */
export function isoImage(files: readonly IsoFile[], label: string): Uint8Array {
  check(files, label);
  const names = files.map(({ name }) => ({ name, extent: { sector: 0, length: 0 } }));
  // A directory's length doesn't depend on where the files are.
  const lengthOf = (tree: Tree) => rootDirectory(tree, { sector: 0, length: 0 }, names).length;
  const primaryRoot: Extent = { sector: place.directories, length: lengthOf(rockRidge) };
  const jolietRoot: Extent = { sector: after(primaryRoot), length: lengthOf(joliet) };
  const entries: FileEntry[] = [];
  let sector = after(jolietRoot);
  for (const { name, data } of files) {
    const extent = { sector, length: data.length };
    entries.push({ name, extent });
    sector = after(extent);
  }
  const image = new Uint8Array(sector * SECTOR);
  const put = (at: number, bytes: Uint8Array) => image.set(bytes, at * SECTOR);
  put(place.primary, descriptor({ label, sectors: sector, root: primaryRoot, table: place.tables, joliet: false }));
  put(
    place.supplementary,
    descriptor({ label, sectors: sector, root: jolietRoot, table: place.tables + 2, joliet: true }),
  );
  put(place.terminator, Uint8Array.of(255, ...standardId));
  for (const [at, root] of [
    [place.tables, primaryRoot],
    [place.tables + 2, jolietRoot],
  ] as const) {
    put(at, pathTable(root, 'little'));
    put(at + 1, pathTable(root, 'big'));
  }
  put(primaryRoot.sector, rootDirectory(rockRidge, primaryRoot, entries));
  put(jolietRoot.sector, rootDirectory(joliet, jolietRoot, entries));
  for (const [index, { data }] of files.entries()) put(entries[index]?.extent.sector ?? sector, data);
  return image;
}

/** An empty file has a sector too: none lies beyond the end. */
const after = ({ sector, length }: Extent): number => sector + Math.max(1, sectorsOf(length));

function check(files: readonly IsoFile[], label: string): void {
  if (!/^[\w -]{1,16}$/.test(label)) throw appError('invalidArgument', `no volume label: ${label}`);
  if (files.length > MAX_FILES) throw appError('invalidArgument', `more than ${MAX_FILES} files`);
  const seen = new Set<string>();
  for (const { name } of files) {
    if (!/^[\w.+-]{1,64}$/.test(name) || name === '.' || name === '..')
      throw appError('invalidArgument', `no name of a file: ${name}`);
    if (seen.has(name.toLowerCase())) throw appError('invalidArgument', `two files named ${name}`);
    seen.add(name.toLowerCase());
  }
}

/** CD001, version 1 (8.1). */
const standardId = [0x43, 0x44, 0x30, 0x30, 0x31, 1] as const;

interface Descriptor {
  readonly label: string;
  readonly sectors: number;
  readonly root: Extent;
  /** Of the table with low bytes first; the other one follows. */
  readonly table: number;
  readonly joliet: boolean;
}

/** The primary (8.4) and, with Joliet's escape sequence for UCS-2 level 3, the supplementary (8.5) volume descriptor. */
function descriptor({ label, sectors, root, table, joliet: isJoliet }: Descriptor): Uint8Array {
  const bytes = new Uint8Array(SECTOR);
  const write = new FieldWriter(bytes);
  const text = (at: number, length: number, value: string) =>
    write.raw(at, isJoliet ? ucs2Bytes(value.padEnd(Math.floor(length / 2))) : asciiBytes(value.padEnd(length)));
  write.byte(0, isJoliet ? 2 : 1);
  write.raw(1, standardId);
  text(8, 32, 'LINUX');
  text(40, 32, label);
  write.both32(80, sectors);
  if (isJoliet) write.ascii(88, '%/E');
  write.both16(120, 1); // volumes in the set
  write.both16(124, 1); // which of them
  write.both16(128, SECTOR);
  write.both32(132, PATH_TABLE_LENGTH);
  write.little32(140, table);
  write.big32(148, table + 1);
  write.raw(156, rootRecord(root));
  for (const at of [190, 318, 446]) text(at, 128, ''); // volume set, publisher, preparer
  text(574, 128, 'VIRTDECK');
  for (const at of [702, 739, 776]) text(at, 37, ''); // copyright, abstract, bibliography
  write.ascii(813, recordedAt.long);
  write.ascii(830, recordedAt.long);
  write.ascii(847, recordedAt.unspecified);
  write.ascii(864, recordedAt.long);
  write.byte(881, 1); // version of directory records and path tables
  return bytes;
}

/** A path table with the root alone (9.4). */
function pathTable(root: Extent, order: 'little' | 'big'): Uint8Array {
  const bytes = new Uint8Array(PATH_TABLE_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1; // length of the root's identifier, one zero
  view.setUint32(2, root.sector, order === 'little');
  view.setUint16(6, 1, order === 'little'); // its parent: itself
  return bytes;
}
