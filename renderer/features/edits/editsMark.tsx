import { PencilLine } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { PendingMark } from '../../nouns/pendingMark.tsx';
import { usePlannedEdits } from '../../store/edits.ts';
import { useDomain } from '../../store/inventory.ts';
import styles from './edits.module.css';

/** At the tab where changes are made: that some are planned, and that some wait for the next start. */
export function EditsMark(ref: DomainRef): ReactElement | null {
  const { t } = useTranslation();
  const domain = useDomain(ref);
  const planned = usePlannedEdits(ref).length;
  if (domain === undefined) return null;
  return (
    <span className={styles.tabMark}>
      {planned > 0 && <PencilLine size={12} role="img" aria-label={t('edit.planned', { count: planned })} />}
      <PendingMark domain={domain} />
    </span>
  );
}
