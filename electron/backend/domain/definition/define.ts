/** Defines a domain from its XML: a new one, or one that was deleted. */
import { randomUUID } from 'node:crypto';
import { appError } from '../../../../shared/errors.ts';
import { hasSecret, namedDomain, withoutSecrets } from '../../../../shared/model/editDefinition.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import type { ObjectRef } from '../../../../shared/model/objectRef.ts';
import { parseXml } from '../../../../shared/xml/parse.ts';
import { serializeXml } from '../../../../shared/xml/serialize.ts';
import { enums, procedures, uuidBytes, uuidText } from '../../../libvirt/index.ts';
import type { HostSession, Sessions } from '../../session.ts';
import type { Target, VerbPlan } from '../../task/verb.ts';

interface DefineInput {
  readonly host: HostId;
  readonly xml: string;
}

interface NewDomain extends Target {
  readonly ref: ObjectRef<'domain'>;
  /** What is defined: with a UUID, so that it is known what it will be before it is there. */
  readonly xml: string;
}

/** @throws AppError `invalidArgument` for what is no definition, `nameTaken` where its UUID or name is taken */
export function newDomainTarget(sessions: Sessions, { host, xml }: DefineInput): NewDomain {
  const session = sessions.get(host);
  const document = parseXml(xml);
  const { root } = document;
  const name = namedDomain.read(root, 'name');
  if (root.name !== 'domain' || typeof name !== 'string')
    throw appError('invalidArgument', 'not the definition of a domain: no name', { params: { path: 'name' } });
  const given = namedDomain.read(root, 'uuid');
  const uuid = typeof given === 'string' ? uuidText(uuidBytes(given)) : randomUUID();
  if (given === undefined) namedDomain.write(root, 'uuid', uuid);
  refuseTaken(session, name, uuid);
  return {
    session,
    ref: { host, kind: 'domain', id: uuid },
    object: { kind: 'domain', name },
    xml: given === undefined ? serializeXml(document) : xml,
  };
}

export function definePlan({ session, ref, xml }: NewDomain): VerbPlan {
  return {
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
    definition: { persistent: { before: '', after: withoutSecrets(xml) } },
    inverse: { verb: 'domain.delete', input: { host: ref.host, uuid: ref.id, paths: [], force: false } },
    once: hasSecret({ kind: 'definition', from: xml, to: xml }),
  };
}

/** libvirt takes a known UUID with its name as a change of that domain. */
function refuseTaken(session: HostSession, name: string, uuid: string): void {
  for (const domain of session.records('domain')) {
    if (domain.name !== name && domain.uuid !== uuid) continue;
    throw appError('nameTaken', `${session.config.name} has ${domain.name} already`, {
      host: session.config.name,
      object: { kind: 'domain', name },
      params: { name: domain.name },
    });
  }
}
