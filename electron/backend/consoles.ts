import type { consoles } from '../../shared/api/consoles.ts';
import type { NounHandlers } from '../../shared/rpc/contract.ts';
import type { Sessions } from './hostSession.ts';

export function consolesHandlers(parts: { readonly sessions: Sessions }): NounHandlers<typeof consoles> {
  throw new Error('not yet');
}
