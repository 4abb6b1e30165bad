import { useTranslation } from 'react-i18next';
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { domainKey, type DomainRef } from '../../../shared/model/domain.ts';
import { timeText } from '../../nouns/timeAgo.tsx';
import { useInventory } from '../../store/inventory.ts';
import { isLater, type Base } from './side.ts';

/** What stands on each side of a comparison, in words. */
export function useSideTitles(
  ref: DomainRef,
  versions: readonly DefinitionVersionInfo[],
  chosen: DefinitionVersionInfo,
  base: Base,
): readonly [string, string] {
  const { t, i18n } = useTranslation();
  const domains = useInventory((state) => state.domain.records);
  const hosts = useInventory((state) => state.host.records);
  const version = (found: DefinitionVersionInfo | undefined): string =>
    found === undefined ? '' : t('history.version', { time: timeText(found.seenAt, i18n.language) });
  const other = (): string => {
    switch (base.kind) {
      case 'before':
        return version(versions[versions.indexOf(chosen) + 1]);
      case 'version':
        return version(versions.find(({ id }) => id === base.id));
      case 'current': {
        if (domainKey(base.ref) === domainKey(ref)) return t(`history.bases.${base.which}`);
        const domain = domains[domainKey(base.ref)];
        return t('history.bases.domain', { name: domain?.name ?? '', host: hosts[base.ref.host]?.config.name ?? '' });
      }
      default:
        return base satisfies never;
    }
  };
  return isLater(base, chosen) ? [version(chosen), other()] : [other(), version(chosen)];
}
