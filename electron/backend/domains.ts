import type { domains } from '../../shared/api/domains.ts';
import type { NounHandlers } from '../../shared/rpc/contract.ts';
import type { Sessions } from './hostSession.ts';
import type { Tasks } from './tasks.ts';

export function domainsHandlers(parts: { readonly sessions: Sessions; readonly tasks: Tasks }): NounHandlers<typeof domains> {
  throw new Error('not yet');
}
