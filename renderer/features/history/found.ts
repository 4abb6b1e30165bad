/** What a search in a history finds. */
import type { DefinitionHit, DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';

export interface Found {
  readonly version: DefinitionVersionInfo;
  /** Changes in words that have the text; or, where none has, lines of the XML. */
  readonly sentences: readonly string[];
  readonly lines: DefinitionHit['lines'];
}

/**
 * @param versions newest first
 * @param sentences of each version what it changed, in words
 * @param hits versions in which lines of the XML with the text came or went
 */
export function foundVersions(
  versions: readonly DefinitionVersionInfo[],
  sentences: readonly (readonly string[])[],
  hits: readonly DefinitionHit[],
  text: string,
): readonly Found[] {
  const wanted = text.toLowerCase();
  const lines = new Map(hits.map((hit) => [hit.version.id, hit.lines]));
  return versions.flatMap((version, index): readonly Found[] => {
    const said = (sentences[index] ?? []).filter((sentence) => sentence.toLowerCase().includes(wanted));
    const inXml = lines.get(version.id) ?? [];
    return said.length === 0 && inXml.length === 0 ? [] : [{ version, sentences: said, lines: inXml }];
  });
}
