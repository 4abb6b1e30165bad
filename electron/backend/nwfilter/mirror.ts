/** How network filters are kept true: by looking, since libvirt has no event for them. There are some dozens, each a page of text. */
import { nwfilterFrom, type NwFilter } from '../../../shared/model/nwfilter.ts';
import type { OfHost } from '../../../shared/model/objects.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { procedures } from '../../libvirt/index.ts';
import type { MirrorDescription } from '../inventory/objectMirror.ts';
import type { HostSession } from '../session.ts';

const LIST_MS = 30_000;

export const nwfilterMirror = (session: HostSession): MirrorDescription<OfHost<NwFilter>> => ({
  list: async ({ bulk }) => {
    const { filters } = await bulk.call(procedures.connectListAllNwfilters, { needResults: 1, flags: 0 });
    const ids = filters.map(({ name }) => name);
    // The list doesn't tell whether one is another one than before.
    return { patches: ids.map((id) => [id, (before) => before]), unsure: ids };
  },
  readOne: async ({ bulk }, id) => {
    const { nwfilter } = await bulk.call(procedures.nwfilterLookupByName, { name: id });
    const { xml } = await bulk.call(procedures.nwfilterGetXmlDesc, { nwfilter, flags: 0 });
    const record = { host: session.config.id, ...nwfilterFrom(parseXml(xml).root) };
    await session.keepDefinition({ kind: 'nwfilter', id }, xml);
    return () => record;
  },
  events: [],
  every: LIST_MS,
});
