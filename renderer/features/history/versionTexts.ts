/** The XML of versions. A version never changes, so each is asked for once. */
import { definitionChanges, type DefinitionChange } from '../../../shared/model/definitionChanges.ts';
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { api } from '../../backend.ts';

/** Answers kept: texts of some ten kilobytes each, and what differs between two. */
const KEPT = 400;

const texts = new Map<number, Promise<string>>();
const changes = new Map<string, Promise<readonly DefinitionChange[]>>();

/** @throws AppError when the version is not on record, or the backend is away */
export const versionText = (id: DefinitionVersionInfo['id']): Promise<string> =>
  kept(texts, id, () => api.definition.version({ id }).then(({ xml }) => xml));

/** What one version changed; nothing for the first. @throws as {@link versionText} */
export const versionChanges = (
  version: DefinitionVersionInfo,
  previous: DefinitionVersionInfo | undefined,
): Promise<readonly DefinitionChange[]> =>
  kept(changes, `${previous?.id} ${version.id}`, async () =>
    previous === undefined ? [] : definitionChanges(await versionText(previous.id), await versionText(version.id)),
  );

function kept<K, T>(answers: Map<K, Promise<T>>, key: K, ask: () => Promise<T>): Promise<T> {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const asked = ask();
  answers.set(key, asked);
  asked.catch(() => answers.delete(key)); // whoever asks next may have more luck
  for (const oldest of answers.keys()) {
    if (answers.size <= KEPT) break;
    answers.delete(oldest);
  }
  return asked;
}
