/** What a version is compared with. */
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { domainKey, parseDomainKey, type DomainRef, type XmlKind } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { versionText } from './versionTexts.ts';

export type Base =
  /** The version before the chosen one, whichever is chosen. */
  | { readonly kind: 'before' }
  | { readonly kind: 'version'; readonly id: number }
  /** The definition of this or another VM as it is now. */
  | { readonly kind: 'current'; readonly ref: DomainRef; readonly which: XmlKind };

/** As a value of a choice. */
export function baseKey(base: Base): string {
  switch (base.kind) {
    case 'before':
      return 'before';
    case 'version':
      return `version ${base.id}`;
    case 'current':
      return `${base.which} ${domainKey(base.ref)}`;
    default:
      return base satisfies never;
  }
}

export function parseBaseKey(key: string): Base {
  const [kind = '', rest = ''] = key.split(' ', 2);
  if (kind === 'version') return { kind, id: Number(rest) };
  if (kind === 'live' || kind === 'persistent') return { kind: 'current', ref: parseDomainKey(rest), which: kind };
  return { kind: 'before' };
}

/** Both texts, the earlier one first: a version stands before what is current. */
export interface Pair {
  readonly before: string;
  readonly after: string;
}

/** Whether what the version is compared with stands after it. */
export const isLater = (base: Base, chosen: DefinitionVersionInfo): boolean =>
  base.kind === 'current' || (base.kind === 'version' && base.id > chosen.id);

/**
 * @param previous the version before the chosen one; undefined for the first
 * @returns undefined where there is nothing to compare with
 * @throws AppError when a text can't be read
 */
export async function readPair(
  chosen: DefinitionVersionInfo,
  base: Base,
  previous: DefinitionVersionInfo | undefined,
  signal: AbortSignal,
): Promise<Pair | undefined> {
  const [text, other] = await Promise.all([versionText(chosen.id), baseText(base, previous, signal)]);
  if (other === undefined) return undefined;
  return isLater(base, chosen) ? { before: text, after: other } : { before: other, after: text };
}

async function baseText(
  base: Base,
  previous: DefinitionVersionInfo | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  switch (base.kind) {
    case 'before':
      return previous && versionText(previous.id);
    case 'version':
      return versionText(base.id);
    case 'current':
      return (await api.domain.definition({ ...base.ref, kind: base.which }, { signal })).xml;
    default:
      return base satisfies never;
  }
}
