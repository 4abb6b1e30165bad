import { Loader, VisuallyHidden } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeletedDomain } from '../../../shared/model/definitionVersion.ts';
import { domainKey } from '../../../shared/model/domain.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { hrefOf } from '../../../shared/model/route.ts';
import { Problem } from '../../nouns/problem.tsx';
import { TaskLink } from '../../nouns/taskLink.tsx';
import { TimeAgo } from '../../nouns/timeAgo.tsx';
import { useHost } from '../../store/inventory.ts';
import { useTasks } from '../../store/tasks.ts';
import { DefineAgain, Export } from './actions.tsx';
import { deletionOf } from './deletion.ts';
import { useDeleted } from './useDeleted.ts';
import page from '../../components/page.module.css';
import styles from './deleted.module.css';

interface DeletedDomainsProps {
  /** Only of this host. */
  readonly host?: HostId;
}

/** VMs that are gone, whose definitions are kept: when and by whom, and the way back. */
export function DeletedDomains({ host }: DeletedDomainsProps): ReactElement {
  const { t } = useTranslation();
  const [deleted, reload] = useDeleted(host);
  switch (deleted.kind) {
    case 'loading':
      return <Loader m="md" size="sm" aria-label={t('history.deleted.loading')} />;
    case 'failed':
      return <Problem error={deleted.error} onRetry={reload} />;
    case 'loaded':
      return (
        <div className={styles.content}>
          <p className={page.quiet}>
            {deleted.value.length > 0
              ? t('history.deleted.hint')
              : t(host === undefined ? 'history.deleted.none' : 'history.deleted.noneHere')}
          </p>
          {deleted.value.length > 0 && <DeletedTable deleted={deleted.value} showHost={host === undefined} />}
        </div>
      );
    default:
      return deleted satisfies never;
  }
}

interface TableProps {
  readonly deleted: readonly DeletedDomain[];
  readonly showHost: boolean;
}

function DeletedTable({ deleted, showHost }: TableProps): ReactElement {
  const { t } = useTranslation();
  return (
    <table className={styles.table} aria-label={t('history.deleted.title')}>
      <thead>
        <tr>
          <th scope="col">{t('history.deleted.name')}</th>
          {showHost && <th scope="col">{t('history.deleted.host')}</th>}
          <th scope="col">{t('history.deleted.lastChange')}</th>
          <th scope="col">{t('history.deleted.deleted')}</th>
          <th scope="col">
            <VisuallyHidden>{t('history.deleted.actions')}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {deleted.map((domain) => (
          <DeletedRow key={domainKey(domain)} domain={domain} showHost={showHost} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly domain: DeletedDomain;
  readonly showHost: boolean;
}

function DeletedRow({ domain, showHost }: RowProps): ReactElement {
  const { t } = useTranslation();
  const host = useHost(domain.host);
  const version = { id: domain.version, seenAt: domain.lastSeen };
  return (
    <tr>
      <th scope="row">
        <a href={hrefOf({ page: 'deletedDomain', host: domain.host, uuid: domain.uuid })}>{domain.name}</a>
      </th>
      {showHost && <td>{host?.config.name ?? t('history.deleted.unknownHost')}</td>}
      <td>
        <TimeAgo at={domain.lastSeen} />
      </td>
      <td>
        <Deletion domain={domain} />
      </td>
      <td className={styles.actions}>
        <DefineAgain domain={domain} version={domain.version} name={domain.name} />
        <Export name={domain.name} version={version} />
      </td>
    </tr>
  );
}

/** When and by which task of ours; of others only that it was since the last change. */
export function Deletion({ domain }: { readonly domain: DeletedDomain }): ReactElement {
  const { t } = useTranslation();
  const task = deletionOf(useTasks(), domain);
  if (task === undefined) return <span className={page.quiet}>{t('history.deleted.deletedOutside')}</span>;
  return (
    <>
      <TimeAgo at={task.endedAt ?? task.startedAt} />{' '}
      <span className={page.quiet}>
        <TaskLink task={task.id} verb={task.verb} name={domain.name} />
      </span>
    </>
  );
}
