import { Loader, SegmentedControl } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { xmlKinds, type DomainRef, type XmlKind } from '../../../shared/model/domain.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';
import { Export, Restore } from './actions.tsx';
import { Timeline } from './timeline.tsx';
import { useVersions } from './useVersions.ts';
import styles from './history.module.css';

/** Every version of a VM's definition, what it runs with and what it starts with next: who changed what and when, and the way back. */
export function HistoryTab(ref: DomainRef): ReactElement {
  const { t } = useTranslation();
  const name = useDomain(ref)?.name ?? '';
  const [kind, setKind] = useState<XmlKind>('persistent');
  const [versions, reload] = useVersions(ref, kind);
  const choice = (
    <SegmentedControl
      size="xs"
      className={styles.kind ?? ''}
      aria-label={t('history.which')}
      value={kind}
      onChange={(value) => setKind(xmlKinds.find((known) => known === value) ?? 'persistent')}
      data={(['persistent', 'live'] as const).map((value) => ({ value, label: t(`definition.kinds.${value}`) }))}
    />
  );
  switch (versions.kind) {
    case 'loading':
      return <Loader className={styles.loader ?? ''} size="sm" aria-label={t('history.loading')} />;
    case 'failed':
      return <Problem error={versions.error} onRetry={reload} />;
    case 'loaded':
      return versions.value.length === 0 ? (
        <NoVersions kind={kind} choice={choice} />
      ) : (
        <Timeline
          key={kind}
          choice={choice}
          domain={ref}
          name={name}
          versions={versions.value}
          renderActions={(version) => (
            <>
              {kind === 'persistent' && <Restore domain={ref} version={version} />}
              <Export name={name} version={version} />
            </>
          )}
        />
      );
    default:
      return versions satisfies never;
  }
}

function NoVersions({ kind, choice }: { readonly kind: XmlKind; readonly choice: ReactElement }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {choice}
      <div className={styles.empty} role="status">
        <p>{t(kind === 'live' ? 'history.neverRunning' : 'history.none')}</p>
        <p className={styles.quiet}>{t('history.noneHint')}</p>
      </div>
    </>
  );
}
