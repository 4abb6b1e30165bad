/** PLAIN (RFC 4616): name and password as they are. The daemon offers it only where the transport is safe. */
import type { Credentials, SaslClient } from './saslClient.ts';
import { saslPrep } from './saslPrep.ts';

export function plain({ user, password }: Credentials): SaslClient {
  return {
    first: Buffer.from(`\0${saslPrep(user)}\0${saslPrep(password)}`),
    step: () => Promise.resolve(new Uint8Array(0)),
    complete: true,
  };
}
