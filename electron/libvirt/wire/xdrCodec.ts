/** What a codec is. */
import type { XdrReader } from './xdrReader.ts';
import type { XdrWriter } from './xdrWriter.ts';

export interface Codec<T> {
  encode(writer: XdrWriter, value: T): void;
  decode(reader: XdrReader): T;
  /** Present where a value may be large: decodes it with pauses, so that the event loop stays free. Gives what `decode` gives. */
  decodePaced?(reader: XdrReader, pace: Pace): Promise<T>;
  /** What the codec carries, as data: tests derive values from it. */
  readonly shape: Shape;
}

/** Says when a long decoding should let others run. */
export interface Pace {
  /** Cheap enough to ask for every item. @param offset bytes decoded so far */
  due(offset: number): boolean;
  rest(): Promise<void>;
}

export type Shape =
  | { readonly kind: 'int' | 'uint' | 'hyper' | 'uhyper' | 'double' | 'bool' | 'char' | 'uchar' | 'ushort' | 'truth' }
  | { readonly kind: 'enumeration'; readonly values: readonly number[] }
  | { readonly kind: 'flags'; readonly always: number }
  | { readonly kind: 'string' | 'opaque' | 'charText' | 'charBytes'; readonly max: number }
  | { readonly kind: 'fixedOpaque' | 'fixedCharText'; readonly length: number }
  | { readonly kind: 'array'; readonly item: Shape; readonly max: number }
  | { readonly kind: 'optional'; readonly value: Shape }
  | { readonly kind: 'struct'; readonly fields: readonly (readonly [name: string, shape: Shape])[] }
  | { readonly kind: 'union'; readonly arms: readonly { readonly type: string; readonly value: Shape }[] };

/** The type of the values a codec carries. */
export type ValueOf<C> = C extends { decode(reader: XdrReader): infer T } ? T : never;
