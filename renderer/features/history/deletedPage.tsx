import { Loader } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { domainHref, hostHref, hrefOf } from '../../../shared/model/route.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain, useHost } from '../../store/inventory.ts';
import { DefineAgain, Export } from './actions.tsx';
import { DeletedDomains, Deletion } from './deletedDomains.tsx';
import { Timeline } from './timeline.tsx';
import { useDeleted } from './useDeleted.ts';
import { useRecordedVersions } from './useVersions.ts';
import page from '../../components/page.module.css';
import styles from './deleted.module.css';

/** The VMs that are gone, of all hosts. */
export function DeletedPage(): ReactElement {
  const { t } = useTranslation();
  return (
    <article className={page.page} aria-labelledby="deleted-heading">
      <header className={`${page.head} ${styles.head}`}>
        <h1 id="deleted-heading">{t('history.deleted.title')}</h1>
        <span className={page.quiet}>{t('history.deleted.all')}</span>
      </header>
      <DeletedDomains />
    </article>
  );
}

/** The history of one that is gone. */
export function DeletedDomainPage(ref: DomainRef): ReactElement {
  const { t } = useTranslation();
  const [deleted] = useDeleted(ref.host);
  const host = useHost(ref.host);
  const present = useDomain(ref);
  const found = deleted.kind === 'loaded' ? deleted.value.find(({ uuid }) => uuid === ref.uuid) : undefined;
  const name = present?.name ?? found?.name ?? '';
  return (
    <article className={page.page} aria-labelledby="deleted-heading">
      <header className={`${page.head} ${styles.head}`}>
        <a href={hrefOf({ page: 'deleted' })} aria-label={t('history.deleted.back')} title={t('history.deleted.back')}>
          <ArrowLeft size={15} aria-hidden />
        </a>
        <h1 id="deleted-heading">{t('history.deleted.one', { name })}</h1>
        {host !== undefined && (
          <span className={page.quiet}>
            {t('object.onHost')} <a href={hostHref(host.id, 'overview')}>{host.config.name}</a>
          </span>
        )}
        {found !== undefined && present === undefined && (
          <span>
            <Deletion domain={found} />
          </span>
        )}
      </header>
      {present !== undefined && (
        <p className={styles.gone} role="status">
          {t('history.deleted.gone')} <a href={domainHref(ref)}>{t('history.deleted.openDomain')}</a>
        </p>
      )}
      <DeletedHistory domain={ref} name={name} present={present !== undefined} />
    </article>
  );
}

interface DeletedHistoryProps {
  readonly domain: DomainRef;
  readonly name: string;
  /** It is back: there is nothing to define. */
  readonly present: boolean;
}

function DeletedHistory({ domain, name, present }: DeletedHistoryProps): ReactElement {
  const { t } = useTranslation();
  const [versions, reload] = useRecordedVersions(domain, 'persistent');
  switch (versions.kind) {
    case 'loading':
      return <Loader m="md" size="sm" aria-label={t('history.loading')} />;
    case 'failed':
      return <Problem error={versions.error} onRetry={reload} />;
    case 'loaded':
      return (
        <div className={styles.timeline}>
          <Timeline
            domain={domain}
            name={name}
            versions={versions.value}
            renderActions={(version) => (
              <>
                {!present && <DefineAgain domain={domain} version={version.id} name={name} />}
                <Export name={name} version={version} />
              </>
            )}
          />
        </div>
      );
    default:
      return versions satisfies never;
  }
}
