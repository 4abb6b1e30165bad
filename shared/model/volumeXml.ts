/** What a storage volume's definition (formatstorage) says of where it is and what it is based on. */
import { string } from '../xml/codec.ts';
import { parseXml } from '../xml/parse.ts';
import { text } from '../xml/property.ts';

const path = text('target/path', string);
const backingPath = text('backingStore/path', string);

export interface VolumeFiles {
  readonly path?: string;
  /** The image below it. */
  readonly backingPath?: string;
}

/** @throws AppError `invalidArgument` when the text is no XML */
export function volumeFiles(xml: string): VolumeFiles {
  const { root } = parseXml(xml);
  const own = path.get(root);
  const below = backingPath.get(root);
  return { ...(own === undefined ? {} : { path: own }), ...(below === undefined ? {} : { backingPath: below }) };
}
