/** Defines a domain from its XML: a new one, or one that was deleted. */
import { appError } from '../../../../shared/errors.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import { hasSecret, namedDomain } from '../../../../shared/model/editDefinition.ts';
import { parseXml } from '../../../../shared/xml/parse.ts';
import { enums, procedures } from '../../../libvirt/index.ts';
import type { HostSession, Sessions } from '../../session.ts';
import type { Plan, PlanRequest } from '../../task/plan.ts';

interface DefineInput {
  readonly host: HostId;
  readonly xml: string;
}

/** @throws AppError `invalidArgument` for what is no definition, `conflict` where its UUID or name is taken */
export function definePlan(sessions: Sessions, request: PlanRequest, { host, xml }: DefineInput): Plan {
  const session = sessions.get(host);
  const { root } = parseXml(xml);
  const [name, uuid] = [namedDomain.read(root, 'name'), namedDomain.read(root, 'uuid')];
  if (root.name !== 'domain' || typeof name !== 'string')
    throw appError('invalidArgument', 'not the definition of a domain: no name', { params: { path: 'name' } });
  const object = { kind: 'domain' as const, name };
  refuseTaken(session, name, uuid);
  return {
    request,
    host,
    hostName: session.config.name,
    object,
    ...(typeof uuid === 'string' && { uuid }),
    effect: 'now',
    steps: [
      {
        name: 'domainDefineXmlFlags',
        lane: 'slow',
        run: async () => {
          const lane = await session.lane('slow');
          const flags = enums.virDomainDefineFlags.VIR_DOMAIN_DEFINE_VALIDATE;
          await lane.call(procedures.domainDefineXmlFlags, { xml, flags });
        },
      },
    ],
    ...(typeof uuid === 'string' && {
      inverse: { verb: 'domain.delete', input: { host, uuid, paths: [], force: false } },
    }),
    once: hasSecret({ kind: 'definition', from: xml, to: xml }),
  };
}

/** libvirt takes a known UUID with its name as a change of that domain. */
function refuseTaken(session: HostSession, name: string, uuid: unknown): void {
  for (const domain of session.records('domain')) {
    if (domain.name !== name && domain.uuid !== uuid) continue;
    throw appError('nameTaken', `${session.config.name} has ${domain.name} already`, {
      host: session.config.name,
      object: { kind: 'domain', name },
      params: { name: domain.name },
    });
  }
}
