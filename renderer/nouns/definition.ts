import type { DefinitionText } from '../../shared/api/domains.ts';
import { domainKey, type DomainRef, type XmlKind } from '../../shared/model/domain.ts';
import { api } from '../backend.ts';
import { useDomain, useHost } from '../store/inventory.ts';
import { useLoaded, type Loaded } from './loaded.ts';

/** A domain's XML, asked for again whenever the domain, its state or its host's connection changed. */
export function useDefinition(ref: DomainRef, kind: XmlKind): readonly [Loaded<DefinitionText>, () => void] {
  const { host, uuid } = ref;
  const key = domainKey(ref);
  const domain = useDomain(ref);
  const connected = useHost(host)?.status.kind === 'connected';
  const version = [domain?.definition?.xmlHash, domain?.state, domain?.name, connected].join(' ');
  return useLoaded(`${key} ${kind}`, version, (signal) => api.domains.definition({ host, uuid, kind }, { signal }));
}
