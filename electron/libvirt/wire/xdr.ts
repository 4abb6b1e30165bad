/**
 * XDR (RFC 4506) as libvirt uses it. A {@link Codec} reads and writes one wire type; codecs are combined into structs, arrays and
 * unions, and the TypeScript type of a value follows from its codec.
 *
 * Everything is big endian and padded with zeros to 4 bytes. `char`, `unsigned char` and `short` take 4 bytes each, inside arrays too
 * (scripts/rpcgen/rpcgen/generator.py).
 */
import type { Codec } from './xdrCodec.ts';
import type { XdrReader } from './xdrReader.ts';

export { charBytes, charText, fixedCharText, fixedOpaque, opaque, repeatedString, string } from './xdrBytes.ts';
export type { Codec, Pace, Shape, ValueOf } from './xdrCodec.ts';
export { array, optional, struct, union, type Fields, type StructOf } from './xdrCompound.ts';
export { XdrError } from './xdrError.ts';
export { char, double, enumeration, flagsWith, hyper, int, truth, uchar, uhyper, uint, ushort } from './xdrNumbers.ts';
export { XdrReader } from './xdrReader.ts';
export { XdrWriter } from './xdrWriter.ts';

/** A whole payload; bytes left over are an error. */
export function decodeAll<T>(codec: Codec<T>, reader: XdrReader): T {
  const value = codec.decode(reader);
  reader.end();
  return value;
}
