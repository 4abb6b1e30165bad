/** What a window may ask of a domain (`shared/api/domain.ts`). */
import { domain } from '../../../shared/api/domain.ts';
import type { DefinitionText } from '../../../shared/model/definitionText.ts';
import { lastDefinition } from '../calls/definitionText.ts';
import { isActive, type DomainRef, type XmlKind } from '../../../shared/model/domain.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { enums, procedures } from '../../libvirt/index.ts';
import { addressesOf } from './addresses.ts';
import { planDomainEdit } from './edit/edit.ts';
import { planDeletion, planDeletions } from './delete/delete.ts';
import { definitionHash } from './definition/definitionReader.ts';
import { domainTarget } from './target.ts';
import type { Sessions } from '../session.ts';
import type { Planner } from '../task/plan.ts';
import { Screenshots } from './screenshot.ts';
import type { Tasks } from '../task/tasks.ts';
import { verbHandlers } from '../task/verbHandlers.ts';
import { domainVerbs } from './verbs.ts';

/** How long keys sent together are held, in ms (virsh's own default). */
const KEY_HOLD_MS = 0;

export interface DomainParts {
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly plan: Planner;
}

export function domainHandlers({ sessions, tasks, plan }: DomainParts): NounHandlers<typeof domain> {
  const screenshots = new Screenshots();
  return {
    ...verbHandlers('domain', domain, domainVerbs, { tasks, plan }),
    planEdits: ({ host, uuid, ...request }) => planDomainEdit(domainTarget(sessions, { host, uuid }), request),
    deletePlan: (ref, { signal }) => planDeletion(domainTarget(sessions, ref), signal),
    deletePlans: ({ host, uuids }, { signal }) =>
      planDeletions(
        sessions.get(host),
        new Map(uuids.map((uuid) => [uuid, () => domainTarget(sessions, { host, uuid })])),
        signal,
      ),
    definition: ({ kind, ...ref }) => readDefinition(sessions, ref, kind),
    addresses: (ref, { signal }) => addressesOf(domainTarget(sessions, ref), signal),
    screenshot: (ref) => screenshots.take(domainTarget(sessions, ref)),
    sendKeys: async ({ codes, ...ref }) => {
      const { session, dom } = domainTarget(sessions, ref);
      const lane = await session.lane('control');
      const codeset = enums.virKeycodeSet.VIR_KEYCODE_SET_LINUX;
      await lane.call(procedures.domainSendKey, { dom, codeset, holdtime: KEY_HOLD_MS, keycodes: codes, flags: 0 });
    },
  };
}

/** From the host; while it is away, what was seen last. Passwords are never in it. */
async function readDefinition(sessions: Sessions, ref: DomainRef, kind: XmlKind): Promise<DefinitionText> {
  const { session, dom, domain: row } = domainTarget(sessions, ref);
  const of = { kind: 'domain', id: ref.uuid } as const;
  if (session.status.kind === 'connected') {
    const lane = await session.lane('control');
    const flags = kind === 'persistent' ? enums.virDomainXMLFlags.VIR_DOMAIN_XML_INACTIVE : 0;
    const { xml } = await lane.call(procedures.domainGetXmlDesc, { dom, flags });
    // What was changed without an event shows itself here.
    const known = kind === 'persistent' ? row.definition?.xmlHash : row.liveXmlHash;
    const counts = kind === 'persistent' || isActive(row); // one that is off has no running definition
    if (counts && definitionHash(xml) !== known) session.refresh(of);
    return { xml, from: 'host', readAt: Date.now() };
  }
  const seen = (await session.definition(of, kind)) ?? (await session.definition(of, 'persistent'));
  return lastDefinition(session, of, seen);
}
