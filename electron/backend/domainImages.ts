import { domainImages } from '../../shared/model/domainImages.ts';
import type { KnownDomain } from '../../shared/model/imageUse.ts';
import type { HostSession } from './hostSession.ts';
import { mapInTurns } from './turns.ts';

/**
 * The host's domains by the persistent definitions that were seen last: asks the host nothing, and is good for showing who uses what.
 * Deleting needs a survey.
 */
export async function lastSeenDomains(session: HostSession): Promise<readonly KnownDomain[]> {
  const domains = await Promise.all(
    Array.from(session.domains(), async ({ uuid, name, id }) => {
      const xml = await session.definition(uuid);
      return xml === undefined ? [] : [{ uuid, name, running: id !== undefined, xml }];
    }),
  );
  return await mapInTurns(domains.flat(), ({ xml, ...domain }) => ({ ...domain, images: [domainImages(xml)] }));
}
