import { useDebouncedValue } from '@mantine/hooks';
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { domainKey, type DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { useLoaded, type Loaded } from '../../nouns/loaded.ts';
import { useChangeWords } from './changeWords.ts';
import { foundVersions, type Found } from './found.ts';
import { versionChanges } from './versionTexts.ts';

/** After the last key. */
const WAIT_MS = 250;
/** The backend wants no less. */
const LEAST = 2;

/**
 * Versions that changed something of this name or value, in the words of the window or in those of the XML.
 * @param versions newest first
 * @returns undefined while nothing is searched for
 */
export function useFound(
  { host, uuid }: DomainRef,
  versions: readonly DefinitionVersionInfo[],
  typed: string,
): Loaded<readonly Found[]> | undefined {
  const words = useChangeWords();
  const [text] = useDebouncedValue(typed.trim(), WAIT_MS);
  const searched = text.length >= LEAST;
  const kind = versions[0]?.kind ?? 'persistent';
  const [found] = useLoaded(
    `${domainKey({ host, uuid })} ${kind} ${text}`,
    `${versions[0]?.id}`,
    async (signal): Promise<readonly Found[]> => {
      if (!searched) return [];
      const [hits, sentences] = await Promise.all([
        api.definition.search({ kind, host, uuid, text }, { signal }),
        Promise.all(
          versions.map(async (version, index) => (await versionChanges(version, versions[index + 1])).map(words)),
        ),
      ]);
      return foundVersions(versions, sentences, hits, text);
    },
  );
  return typed.trim().length >= LEAST ? found : undefined;
}
