/** The mark of a VM whose next start will be another than it runs now: in lists, at its name, at its tabs. */
import { Clock3 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Tooltip } from '@mantine/core';
import { isActive, type Domain } from '../../shared/model/domain.ts';
import styles from './nouns.module.css';

interface PendingMarkProps {
  readonly domain: Domain;
  /** With the number behind the icon. */
  readonly counted?: true;
}

export function PendingMark({ domain, counted }: PendingMarkProps): ReactElement | null {
  const { t } = useTranslation();
  const { pending = 0 } = domain;
  if (pending === 0 || !isActive(domain)) return null;
  const words = t('edit.pending', { count: pending });
  return (
    <Tooltip label={words}>
      <span className={styles.pending} role="img" aria-label={words}>
        <Clock3 size={12} aria-hidden />
        {counted && <span aria-hidden>{pending}</span>}
      </span>
    </Tooltip>
  );
}
