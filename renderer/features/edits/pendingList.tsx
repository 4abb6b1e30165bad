import { ActionIcon, Tooltip } from '@mantine/core';
import { ArrowRight, Undo2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PendingChange } from '../../../shared/model/pendingChanges.ts';
import { revertOf } from '../../../shared/model/pendingChanges.ts';
import { useEditWords } from './editWords.ts';
import styles from './edits.module.css';

interface PendingListProps {
  readonly pending: readonly PendingChange[];
  readonly onRevert: (change: PendingChange) => void;
}

/** Each change that waits for the next start: as it runs, as it will be, and the way back. */
export function PendingList({ pending, onRevert }: PendingListProps): ReactElement {
  const { t } = useTranslation();
  const words = useEditWords();
  return (
    <ul className={styles.edits} aria-label={t('edit.pendingList')}>
      {pending.map((change, index) => {
        // The way back says the same words the other way round.
        const { object, lines } = words.edit(revertOf(change));
        const label =
          change.kind === 'added'
            ? t('edit.comes')
            : change.kind === 'removed'
              ? t('edit.goes')
              : (lines[0]?.label ?? '');
        return (
          <li key={index} className={styles.edit}>
            <div className={styles.object}>{object}</div>
            <div className={styles.lines}>
              <div className={styles.change}>
                <span className={styles.label}>{label}</span>
                {lines[0]?.about !== undefined && <span className={styles.values}>{lines[0].about}</span>}
                {change.kind === 'property' && (
                  <span className={styles.values}>
                    <span className={styles.from}>{lines[0]?.to}</span> <ArrowRight size={12} aria-label="→" />{' '}
                    <span>{lines[0]?.from}</span>
                  </span>
                )}
              </div>
            </div>
            <Tooltip label={t('edit.revert')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('edit.revertOf', { object, label })}
                onClick={() => onRevert(change)}
              >
                <Undo2 size={14} />
              </ActionIcon>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
