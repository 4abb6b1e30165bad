import { Button } from '@mantine/core';
import { Power } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { ProblemLine } from '../../nouns/problem.tsx';
import { showFailure } from '../../nouns/runVerb.ts';
import { openDialog } from '../../store/dialogs.ts';
import { planEdit } from '../../store/edits.ts';
import { useWaitingEdits } from '../../store/waitingEdits.ts';
import styles from './edits.module.css';

/** What is made as soon as the VM is off: how many changes, why they could not be made the last time, and the way back. */
export function WaitingBar({ host, uuid }: DomainRef): ReactElement | null {
  const { t } = useTranslation();
  const waiting = useWaitingEdits({ host, uuid });
  if (waiting === undefined) return null;
  const { edits, error } = waiting;
  const drop = (): Promise<void> => api.waitingEdits.drop({ host, uuid });
  const takeBack = async (): Promise<void> => {
    await drop();
    for (const edit of edits) planEdit({ host, uuid }, edit);
    openDialog({ kind: 'reviewEdits', domain: { host, uuid } });
  };
  return (
    <div className={styles.bar} role="status" data-kind="waiting">
      <Power size={14} aria-hidden />
      <span>{t('edit.waiting', { count: edits.length })}</span>
      {error !== undefined && <ProblemLine error={error} />}
      <span className={styles.buttons}>
        <Button size="compact-xs" variant="default" onClick={() => void takeBack().catch(showFailure)}>
          {t('edit.editWaiting')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void drop().catch(showFailure)}>
          {t('edit.discard')}
        </Button>
      </span>
    </div>
  );
}
