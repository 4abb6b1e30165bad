import { Button } from '@mantine/core';
import { CircleX, RotateCw } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '../../shared/errors.ts';
import styles from './nouns.module.css';

interface ProblemProps {
  readonly error: ErrorData;
  readonly onRetry?: () => void;
}

/** What happened in the place where the answer would have been: our sentence, the other side's own words, what to do. */
export function Problem({ error, onRetry }: ProblemProps): ReactElement {
  const { t } = useTranslation();
  const words = error.raw ?? error.libvirt?.message ?? error.message;
  return (
    <div className={styles.problem} role="alert">
      <CircleX size={18} aria-hidden className={styles.problemIcon} />
      <div>
        <div className={styles.problemTitle}>{t(`errors.${error.code}.title`, { ...error.params })}</div>
        <div className={styles.problemWords}>{words}</div>
        <div>{t(`errors.${error.code}.remedy`, { ...error.params })}</div>
        {onRetry !== undefined && (
          <Button size="compact-sm" variant="default" mt={8} leftSection={<RotateCw size={13} />} onClick={onRetry}>
            {t('domain.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}
