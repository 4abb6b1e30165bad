/** The error struct of replies and streams (virNetMessageError in src/rpc/virnetprotocol.x). */
import { int, optional, struct, type ValueOf } from '../wire/xdr.ts';
import { nonnullDomain, nonnullNetwork, string } from './objects.ts';

export const remoteError = struct({
  code: int,
  domain: int,
  message: optional(string),
  level: int,
  dom: optional(nonnullDomain),
  str1: optional(string),
  str2: optional(string),
  str3: optional(string),
  int1: int,
  int2: int,
  net: optional(nonnullNetwork),
});
export type RemoteError = ValueOf<typeof remoteError>;
