import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { domainKey, type DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { useDefinition } from '../../nouns/definition.ts';
import { useLoaded, type Loaded } from '../../nouns/loaded.ts';

type Versions = readonly [Loaded<readonly DefinitionVersionInfo[]>, () => void];

/** Every version of a VM's definition, newest first. Looking at the definition is what makes the backend see a silent change. */
export function useVersions(ref: DomainRef): Versions {
  const [definition] = useDefinition(ref, 'persistent');
  return useRecordedVersions(ref, definition.kind === 'loaded' ? definition.value.xml : '');
}

/** The versions on record, as for a VM that is gone; asked for again when `key` changes. */
export function useRecordedVersions(ref: DomainRef, key = ''): Versions {
  const { host, uuid } = ref;
  return useLoaded(domainKey(ref), key, (signal) => api.definitions.versions({ host, uuid }, { signal }));
}
