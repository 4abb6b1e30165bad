/** Above a domain's page: what is planned and not applied yet, and what waits for the next start. */
import { Button } from '@mantine/core';
import { Clock3, PencilLine } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, type Domain, type DomainRef } from '../../../shared/model/domain.ts';
import { pendingChanges, revertOf, type PendingChange } from '../../../shared/model/pendingChanges.ts';
import { useDefinition } from '../../nouns/definition.ts';
import { domainVerb } from '../../nouns/domain/verbs.ts';
import { beginVerb } from '../../nouns/runVerb.ts';
import { openDialog } from '../../store/dialogs.ts';
import { dropEdits, planEdit, useApplying, usePlannedEdits } from '../../store/edits.ts';
import { useDomain } from '../../store/inventory.ts';
import { PendingList } from './pendingList.tsx';
import { WaitingBar } from './waitingBar.tsx';
import styles from './edits.module.css';

export function EditsBar({ host, uuid }: DomainRef): ReactElement | null {
  const domain = useDomain({ host, uuid });
  if (domain === undefined) return null;
  return (
    <>
      <PlannedBar domain={domain} />
      <WaitingBar host={host} uuid={uuid} />
      {isActive(domain) && domain.persistent && <PendingBar domain={domain} />}
    </>
  );
}

function PlannedBar({ domain }: { readonly domain: Domain }): ReactElement | null {
  const { t } = useTranslation();
  const { host, uuid } = domain;
  const edits = usePlannedEdits({ host, uuid });
  const applying = useApplying({ host, uuid });
  if (edits.length === 0) {
    return applying ? (
      <div className={styles.bar} role="status">
        <PencilLine size={14} aria-hidden /> {t('edit.applying')}
      </div>
    ) : null;
  }
  return (
    <div className={styles.bar} role="status" data-kind="planned">
      <PencilLine size={14} aria-hidden />
      <span>{t('edit.planned', { count: edits.length })}</span>
      <span className={styles.buttons}>
        <Button size="compact-xs" onClick={() => openDialog({ kind: 'reviewEdits', domain: { host, uuid } })}>
          {t('edit.review')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => dropEdits({ host, uuid })}>
          {t('edit.discard')}
        </Button>
      </span>
    </div>
  );
}

function PendingBar({ domain }: { readonly domain: Domain }): ReactElement | null {
  const { t } = useTranslation();
  const { host, uuid } = domain;
  const pending = usePendingChanges({ host, uuid });
  const restart = domainVerb('restart');
  if (pending.length === 0) return null;
  const revert = (changes: readonly PendingChange[]): void => {
    for (const change of changes) planEdit({ host, uuid }, revertOf(change));
    openDialog({ kind: 'reviewEdits', domain: { host, uuid } });
  };
  return (
    <details className={styles.pending}>
      <summary className={styles.bar} data-kind="pending">
        <Clock3 size={14} aria-hidden />
        <span>{t('edit.pending', { count: pending.length })}</span>
        <span className={styles.buttons}>
          {restart !== undefined && (
            <Button size="compact-xs" variant="default" onClick={() => beginVerb('domain', restart, [domain])}>
              {t('edit.restartNow')}
            </Button>
          )}
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => revert(pending)}>
            {t('edit.revertAll')}
          </Button>
        </span>
      </summary>
      <PendingList pending={pending} onRevert={(change) => revert([change])} />
    </details>
  );
}

/** What differs between the running and the next definition; none while they are being read. */
export function usePendingChanges(ref: DomainRef): readonly PendingChange[] {
  const [live] = useDefinition(ref, 'live');
  const [persistent] = useDefinition(ref, 'persistent');
  const texts =
    live.kind === 'loaded' && persistent.kind === 'loaded' ? [live.value.xml, persistent.value.xml] : undefined;
  const [running, next] = texts ?? [];
  return useMemo(
    () => (running === undefined || next === undefined ? [] : pendingChanges(running, next)),
    [running, next],
  );
}
