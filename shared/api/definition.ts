/** The history of definitions: every version of every VM that was seen, changed by us or by anybody else. */
import { z } from 'zod';
import { domainRef, uuid, xmlKinds } from '../model/domain.ts';
import type { DefinitionCheck } from '../model/definitionCheck.ts';
import type { DefinitionHit, DefinitionVersionInfo, DeletedDomain } from '../model/definitionVersion.ts';
import { hostId } from '../model/host.ts';
import { call, noun } from '../rpc/contract.ts';

const kind = z.enum(xmlKinds);

export const definition = noun({
  /** Newest first. */
  versions: call(domainRef.extend({ kind })).returns<readonly DefinitionVersionInfo[]>(),
  version: call(z.object({ id: z.number().int().positive() })).returns<{ readonly xml: string }>(),
  /** Versions in which lines with the text came or went, newest first: "when did the MAC change". Not case-sensitive. */
  search: call(
    z.object({ kind, host: hostId.optional(), uuid: uuid.optional(), text: z.string().trim().min(2).max(200) }),
  ).returns<readonly DefinitionHit[]>(),
  /** Domains that are no longer on their host, with their last version. */
  deleted: call(z.object({ host: hostId.optional() })).returns<readonly DeletedDomain[]>(),
  /** What the host's own schema and libvirt's parser say of a definition. Reads only: nothing is defined. */
  check: call(z.object({ host: hostId, xml: z.string().min(1).max(1_000_000) })).returns<DefinitionCheck>(),
});
