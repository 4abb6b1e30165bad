/** What a window may ask of a host's secrets (`shared/api/secret.ts`). */
import { secret } from '../../../shared/api/secret.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { domainsNaming, hasElement } from '../calls/domainsNaming.ts';
import type { Sessions } from '../session.ts';
import { definitionText } from '../calls/definitionText.ts';
import { procedures, uuidBytes } from '../../libvirt/index.ts';
import { verbHandlers, type VerbParts } from '../task/verbHandlers.ts';
import { secretVerbs } from './verbs.ts';

export interface SecretParts extends VerbParts {
  readonly sessions: Sessions;
}

export const secretHandlers = ({ sessions, ...parts }: SecretParts): NounHandlers<typeof secret> => ({
  definition: ({ host, id }) => {
    const session = sessions.get(host);
    return definitionText(session, { kind: 'secret', id }, async () => {
      const control = await session.lane('control');
      const { secret: found } = await control.call(procedures.secretLookupByUuid, { uuid: uuidBytes(id) });
      return await control.call(procedures.secretGetXmlDesc, { secret: found, flags: 0 });
    });
  },
  // <secret uuid='...'/> stands below the login of a disk and below its encryption alike (formatstorageencryption).
  users: ({ host, id }) =>
    domainsNaming(sessions.get(host), id, (definition) => hasElement(definition, 'secret', 'uuid', id)),
  ...verbHandlers('secret', secret, secretVerbs, parts),
});
