import { Select, type ComboboxItem, type ComboboxItemGroup } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { isActive, type Domain, type DomainRef } from '../../../shared/model/domain.ts';
import { timeText } from '../../nouns/timeAgo.tsx';
import { useDomain, useDomains, useInventory } from '../../store/inventory.ts';
import { baseKey, parseBaseKey, type Base } from './side.ts';

/** Options drawn; typing finds the others. */
const LIMIT = 200;

interface BaseChoiceProps {
  readonly domain: DomainRef;
  readonly versions: readonly DefinitionVersionInfo[];
  readonly chosen: DefinitionVersionInfo;
  readonly base: Base;
  readonly onBase: (base: Base) => void;
}

/** What to compare a version with: the one before, any other, what is now, or another VM. */
export function BaseChoice({ domain: ref, versions, chosen, base, onBase }: BaseChoiceProps): ReactElement {
  const { t } = useTranslation();
  const groups = useBaseGroups(ref, versions, chosen);
  return (
    <Select
      size="xs"
      w={280}
      aria-label={t('history.compareWith')}
      title={t('history.compareHint')}
      data={[...groups]}
      value={baseKey(base)}
      onChange={(key) => onBase(parseBaseKey(key ?? ''))}
      allowDeselect={false}
      searchable
      limit={LIMIT}
      nothingFoundMessage={t('history.bases.nothing')}
      comboboxProps={{ width: 360, position: 'bottom-start' }}
    />
  );
}

function useBaseGroups(
  ref: DomainRef,
  versions: readonly DefinitionVersionInfo[],
  chosen: DefinitionVersionInfo,
): readonly ComboboxItemGroup<ComboboxItem>[] {
  const { t, i18n } = useTranslation();
  const own = useDomain(ref);
  const domains = useDomains();
  const hosts = useInventory((state) => state.host.records);
  return useMemo(() => {
    const others = domains.filter(
      ({ host, uuid }) => hosts[host]?.status.kind === 'connected' && !(host === ref.host && uuid === ref.uuid),
    );
    const before = { value: baseKey({ kind: 'before' }), label: t('history.bases.before') };
    return [
      { group: t('history.bases.this'), items: [before, ...(own === undefined ? [] : nowItems(own, t))] },
      {
        group: t('history.bases.versions'),
        items: versions
          .filter(({ id }) => id !== chosen.id)
          .map(({ id, seenAt }) => ({
            value: baseKey({ kind: 'version', id }),
            label: timeText(seenAt, i18n.language),
          })),
      },
      {
        group: t('history.bases.domains'),
        items: others.map((domain) => ({
          value: baseKey({ kind: 'current', ref: refOf(domain), which: domain.persistent ? 'persistent' : 'live' }),
          label: t('history.bases.domain', { name: domain.name, host: hosts[domain.host]?.config.name ?? '' }),
        })),
      },
    ].filter(({ items }) => items.length > 0);
  }, [ref.host, ref.uuid, own, domains, hosts, versions, chosen.id, t, i18n.language]);
}

/** The definitions a VM has at this moment. */
const nowItems = (domain: Domain, t: TFunction): readonly ComboboxItem[] =>
  (['persistent', 'live'] as const)
    .filter((which) => (which === 'live' ? isActive(domain) : domain.persistent))
    .map((which) => ({
      value: baseKey({ kind: 'current', ref: refOf(domain), which }),
      label: t(`history.bases.${which}`),
    }));

const refOf = ({ host, uuid }: DomainRef): DomainRef => ({ host, uuid });
