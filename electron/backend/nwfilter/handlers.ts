/** What a window may ask of a host's network filters (`shared/api/nwfilter.ts`). */
import type { nwfilter } from '../../../shared/api/nwfilter.ts';
import type { Listing } from '../../../shared/model/listing.ts';
import { nwfilterFrom, type NwFilter } from '../../../shared/model/nwfilter.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { procedures } from '../../libvirt/index.ts';
import { readListing, within } from '../calls/listing.ts';
import type { HostSession, Sessions } from '../session.ts';

export const nwfilterHandlers = ({ sessions }: { readonly sessions: Sessions }): NounHandlers<typeof nwfilter> => ({
  list: ({ host }, { signal }) => listFilters(sessions.get(host), signal),
});

async function listFilters(session: HostSession, signal: AbortSignal): Promise<Listing<NwFilter>> {
  const bulk = await session.lane('bulk');
  return await readListing(
    async () => {
      const args = { needResults: 1, flags: 0 };
      return (await bulk.call(procedures.connectListAllNwfilters, args, { signal: within(signal) })).filters;
    },
    async (nwfilter) => {
      const { xml } = await bulk.call(
        procedures.nwfilterGetXmlDesc,
        { nwfilter, flags: 0 },
        { signal: within(signal) },
      );
      return nwfilterFrom(parseXml(xml).root);
    },
  );
}
