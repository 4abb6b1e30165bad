/** What a window may ask of a host's own network interfaces (`shared/api/interface.ts`). */
import type { hostInterface } from '../../../shared/api/interface.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import type { Sessions } from '../session.ts';
import { listNetworks } from '../network/handlers.ts';
import { listBridges } from './bridges.ts';

export const interfaceHandlers = ({
  sessions,
}: {
  readonly sessions: Sessions;
}): NounHandlers<typeof hostInterface> => ({
  bridges: ({ host }, { signal }) => {
    const session = sessions.get(host);
    return listBridges(session, listNetworks(session, signal), signal);
  },
});
