/** How secrets are kept true: by their events. Their values are never read. */
import type { OfHost } from '../../../shared/model/objects.ts';
import { secretFrom, type Secret } from '../../../shared/model/secret.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { events, procedures, uuidBytes, uuidText } from '../../libvirt/index.ts';
import { mirrorEvent, type MirrorDescription } from '../inventory/objectMirror.ts';
import type { HostSession } from '../session.ts';

const LIST_MS = 5 * 60_000;

export const secretMirror = (session: HostSession): MirrorDescription<OfHost<Secret>> => ({
  list: async ({ bulk }, known) => {
    const { secrets } = await bulk.call(procedures.connectListAllSecrets, { needResults: 1, flags: 0 });
    const ids = secrets.map(({ uuid }) => uuidText(uuid));
    return { patches: ids.map((id) => [id, (before) => before]), unsure: ids.filter((id) => known(id) === undefined) };
  },
  readOne: async ({ bulk }, id) => {
    const { secret } = await bulk.call(procedures.secretLookupByUuid, { uuid: uuidBytes(id) });
    const { xml } = await bulk.call(procedures.secretGetXmlDesc, { secret, flags: 0 });
    const record = { host: session.config.id, ...secretFrom(parseXml(xml).root) };
    await session.keepDefinition({ kind: 'secret', id }, xml);
    return () => record;
  },
  events: [mirrorEvent(events.secretLifecycle, ({ secret }) => uuidText(secret.uuid), true)],
  every: LIST_MS,
});
