import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { domainKey, type DomainRef, type XmlKind } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { useDefinition } from '../../nouns/definition.ts';
import { useLoaded, type Loaded } from '../../nouns/loaded.ts';
import { useDomain } from '../../store/inventory.ts';

type Versions = readonly [Loaded<readonly DefinitionVersionInfo[]>, () => void];

/**
 * Every version of a VM's definition, newest first. Looking at the definition is what makes the backend see a silent change; that it has
 * a version on record it tells by the domain's hash.
 */
export function useVersions(ref: DomainRef, kind: XmlKind): Versions {
  useDefinition(ref, kind);
  const domain = useDomain(ref);
  return useRecordedVersions(ref, kind, kind === 'live' ? domain?.liveXmlHash : domain?.definition?.xmlHash);
}

/** The versions on record, as for a VM that is gone; asked for again when `key` changes. */
export function useRecordedVersions(ref: DomainRef, kind: XmlKind, key = ''): Versions {
  const { host, uuid } = ref;
  return useLoaded(`${domainKey(ref)} ${kind}`, key, (signal) =>
    api.definition.versions({ host, uuid, kind }, { signal }),
  );
}
