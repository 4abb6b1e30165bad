import { domainImages } from '../../../shared/model/domainImages.ts';
import type { KnownDomain } from '../../../shared/model/imageUse.ts';
import type { HostSession } from '../session.ts';
import { sideBySide } from './listing.ts';

/**
 * The host's domains by the persistent definitions that were seen last: asks the host nothing, and is good for showing who uses what.
 * Deleting needs a survey.
 */
export async function lastSeenDomains(session: HostSession): Promise<readonly KnownDomain[]> {
  // A few at a time: the texts of ten thousand domains don't lie in memory together.
  const known = await sideBySide([...session.records('domain')], async ({ uuid, name, id }) => {
    const xml = await session.definition({ kind: 'domain', id: uuid }, 'persistent');
    return xml === undefined ? [] : [{ uuid, name, running: id !== undefined, images: [domainImages(xml)] }];
  });
  return known.flat();
}
