/** Typed parameters: named values of seven types (src/util/virtypedparam.c). Names may repeat. */
import {
  array,
  double,
  flagsWith,
  hyper,
  int,
  repeatedString,
  struct,
  truth,
  uhyper,
  uint,
  union,
  XdrError,
  type Codec,
  type ValueOf,
  type XdrReader,
} from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { string } from './objects.ts';

/** Send exactly the type that is declared: drivers refuse an int where an unsigned long is due. */
const typedParameterValue = union({
  int: [1, int],
  uint: [2, uint],
  llong: [3, hyper],
  ullong: [4, uhyper],
  double: [5, double],
  boolean: [6, truth],
  string: [7, string],
});

const table = struct({ field: repeatedString(limits.string), value: typedParameterValue });
export type TypedParameter = ValueOf<typeof table>;

/**
 * Decoding is written out beside the table: the statistics of a thousand domains are fifty thousand of these, and objects whose keys
 * stand in the code take a third of the time of those whose keys are looked up.
 */
export const typedParameter: Codec<TypedParameter> = {
  ...table,
  decode: (reader) => ({ field: reader.repeatedString(limits.string), value: decodeValue(reader) }),
};

function decodeValue(reader: XdrReader): TypedParameter['value'] {
  const at = reader.offset;
  const type = reader.int();
  switch (type) {
    case 1:
      return { type: 'int', value: reader.int() };
    case 2:
      return { type: 'uint', value: reader.uint() };
    case 3:
      return { type: 'llong', value: reader.hyper() };
    case 4:
      return { type: 'ullong', value: reader.uhyper() };
    case 5:
      return { type: 'double', value: reader.double() };
    case 6:
      return { type: 'boolean', value: reader.int() !== 0 };
    case 7:
      return { type: 'string', value: reader.string(limits.string) };
    default:
      throw new XdrError(`a union has no arm ${type}`, at);
  }
}

/** Checks a value as `decodeValue` does and makes nothing of it. */
function skipValue(reader: XdrReader): void {
  const at = reader.offset;
  const type = reader.int();
  if (type === 7) reader.skipString(limits.string);
  else if (type >= 3 && type <= 5) reader.skip(8);
  else if (type === 1 || type === 2 || type === 6) reader.skip(4);
  else throw new XdrError(`a union has no arm ${type}`, at);
}

/** @param max parameters */
export const typedParameters = (max: number): Codec<readonly TypedParameter[]> => array(typedParameter, max);

/** As `typedParameters`, but of what is read only those parameters are kept whose field is wanted. */
export function someTypedParameters(max: number, isWanted: (field: string) => boolean): Codec<readonly TypedParameter[]> {
  const all = typedParameters(max);
  return {
    encode: all.encode,
    decode: (reader) => {
      const kept: TypedParameter[] = [];
      for (let left = reader.count(max, SMALLEST_BYTES); left > 0; left--) {
        const field = reader.repeatedString(limits.string);
        if (isWanted(field)) kept.push({ field, value: decodeValue(reader) });
        else skipValue(reader);
      }
      return kept;
    },
    shape: all.shape,
  };
}

/** An empty name, a type, a number. */
const SMALLEST_BYTES = 12;

/**
 * Flags of calls that answer with typed parameters. VIR_TYPED_PARAM_STRING_OKAY is always set, as the C library does: without it
 * the server drops parameters that hold text.
 */
export const typedParameterFlags = flagsWith(4);
