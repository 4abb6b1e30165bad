/** The text beside another one: what runs, what starts next, or any earlier version. */
import { ActionIcon, Group, Loader, Select } from '@mantine/core';
import { X } from 'lucide-react';
import { type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, type DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { LineDiff } from '../../nouns/lineDiff.tsx';
import { useLoaded } from '../../nouns/loaded.ts';
import { Problem } from '../../nouns/problem.tsx';
import { timeText } from '../../nouns/timeAgo.tsx';
import { useDomain } from '../../store/inventory.ts';
import styles from './definition.module.css';

/** `live`, `persistent` or the id of a version. */
export type Base = string;

interface BaseChoiceProps {
  readonly domain: DomainRef;
  readonly value: Base | null;
  readonly onChange: (base: Base | null) => void;
}

export function BaseChoice({ domain: ref, value, onChange }: BaseChoiceProps): ReactElement {
  const { t, i18n } = useTranslation();
  const domain = useDomain(ref);
  const { host, uuid } = ref;
  const [loaded] = useLoaded(`${host} ${uuid}`, domain?.definition?.xmlHash ?? '', (signal) =>
    api.definition.versions({ host, uuid, kind: 'persistent' }, { signal }),
  );
  const versions = loaded.kind === 'loaded' ? loaded.value : [];
  const running = domain !== undefined && isActive(domain);
  return (
    <Group gap={4} wrap="nowrap">
      <Select
        size="xs"
        w={210}
        aria-label={t('definition.compare')}
        placeholder={t('definition.compare')}
        value={value}
        onChange={onChange}
        maxDropdownHeight={360}
        data={[
          {
            group: t('definition.now'),
            items: [
              ...(running ? [{ value: 'live', label: t('definition.kinds.live') }] : []),
              { value: 'persistent', label: t('definition.kinds.persistent') },
            ],
          },
          {
            group: t('definition.versions'),
            items: versions.map(({ id, seenAt }) => ({ value: `${id}`, label: timeText(seenAt, i18n.language) })),
          },
        ]}
      />
      {value !== null && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('definition.compareEnd')}
          title={t('definition.compareEnd')}
          onClick={() => onChange(null)}
        >
          <X size={14} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}

interface ComparisonProps {
  readonly domain: DomainRef;
  readonly base: Base;
  readonly text: string;
}

export function Comparison({ domain: { host, uuid }, base, text }: ComparisonProps): ReactElement {
  const { t } = useTranslation();
  const hash = useDomain({ host, uuid })?.definition?.xmlHash ?? '';
  const [loaded, reload] = useLoaded(`${host} ${uuid} ${base}`, hash, (signal) =>
    base === 'live' || base === 'persistent'
      ? api.domain.definition({ host, uuid, kind: base }, { signal })
      : api.definition.version({ id: Number(base) }, { signal }),
  );
  switch (loaded.kind) {
    case 'loading':
      return <Loader size="sm" m="md" aria-label={t('definition.loading')} />;
    case 'failed':
      return <Problem error={loaded.error} onRetry={reload} />;
    case 'loaded': {
      const same = loaded.value.xml.trimEnd() === text.trimEnd();
      return (
        <div className={styles.comparison}>
          {same ? (
            <p className={styles.same}>{t('definition.same')}</p>
          ) : (
            <LineDiff before={loaded.value.xml.trimEnd()} after={text.trimEnd()} label={t('definition.differences')} />
          )}
        </div>
      );
    }
    default:
      return loaded satisfies never;
  }
}
