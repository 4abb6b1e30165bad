/** Typed parameters: named values of seven types (src/util/virtypedparam.c). Names may repeat. */
import { array, double, flagsWith, hyper, int, repeatedString, struct, truth, uhyper, uint, union, type Codec, type ValueOf } from '../wire/xdr.ts';
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

export const typedParameter = struct({ field: repeatedString(limits.string), value: typedParameterValue });
export type TypedParameter = ValueOf<typeof typedParameter>;

/** @param max parameters */
export const typedParameters = (max: number): Codec<readonly TypedParameter[]> => array(typedParameter, max);

/**
 * Flags of calls that answer with typed parameters. VIR_TYPED_PARAM_STRING_OKAY is always set, as the C library does: without it
 * the server drops parameters that hold text.
 */
export const typedParameterFlags = flagsWith(4);
