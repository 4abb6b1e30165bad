import { Loader } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';
import { Export, Restore } from './actions.tsx';
import { Timeline } from './timeline.tsx';
import { useVersions } from './useVersions.ts';
import styles from './history.module.css';

/** Every version of a VM's definition: who changed what and when, and the way back. */
export function HistoryTab(ref: DomainRef): ReactElement {
  const { t } = useTranslation();
  const name = useDomain(ref)?.name ?? '';
  const [versions, reload] = useVersions(ref);
  switch (versions.kind) {
    case 'loading':
      return <Loader className={styles.loader ?? ''} size="sm" aria-label={t('history.loading')} />;
    case 'failed':
      return <Problem error={versions.error} onRetry={reload} />;
    case 'loaded':
      return versions.value.length === 0 ? (
        <NoVersions />
      ) : (
        <Timeline
          domain={ref}
          name={name}
          versions={versions.value}
          renderActions={(version) => (
            <>
              <Restore domain={ref} version={version} />
              <Export name={name} version={version} />
            </>
          )}
        />
      );
    default:
      return versions satisfies never;
  }
}

function NoVersions(): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.empty} role="status">
      <p>{t('history.none')}</p>
      <p className={styles.quiet}>{t('history.noneHint')}</p>
    </div>
  );
}
