/** How the devices of a host are kept true: by their events. There may be hundreds, so each is read once, on the lane for many calls. */
import { listedNodeDevice, type ListedNodeDevice } from '../../../shared/model/nodeDevice.ts';
import type { OfHost } from '../../../shared/model/objects.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { events, procedures } from '../../libvirt/index.ts';
import { mirrorEvent, type MirrorDescription } from '../inventory/objectMirror.ts';
import type { HostSession } from '../session.ts';

const LIST_MS = 5 * 60_000;

export const nodeDeviceMirror = (session: HostSession): MirrorDescription<OfHost<ListedNodeDevice>> => ({
  list: async ({ bulk }, known) => {
    const { devices } = await bulk.call(procedures.connectListAllNodeDevices, { needResults: 1, flags: 0 });
    const ids = devices.map(({ name }) => name);
    return { patches: ids.map((id) => [id, (before) => before]), unsure: ids.filter((id) => known(id) === undefined) };
  },
  readOne: async ({ bulk }, id) => {
    const { xml } = await bulk.call(procedures.nodeDeviceGetXmlDesc, { name: id, flags: 0 });
    const record = { host: session.config.id, ...listedNodeDevice(parseXml(xml).root) };
    return () => record;
  },
  events: [mirrorEvent(events.nodeDeviceLifecycle, ({ dev }) => dev.name, true)],
  moreEvents: [mirrorEvent(events.nodeDeviceUpdate, ({ dev }) => dev.name, true)],
  every: LIST_MS,
});
