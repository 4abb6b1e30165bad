import { UnstyledButton } from '@mantine/core';
import { CircleX, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeMark } from '../../components/codeEditor.tsx';
import styles from './definition.module.css';

interface ProblemListProps {
  readonly marks: readonly CodeMark[];
  readonly onShow: (mark: CodeMark) => void;
}

/** All that is wrong, line by line; each leads to its place. */
export function ProblemList({ marks, onShow }: ProblemListProps): ReactElement | null {
  const { t } = useTranslation();
  if (marks.length === 0) return null;
  return (
    <ul className={styles.problems} aria-label={t('definition.problems')}>
      {marks.map((mark, index) => (
        <li key={index}>
          <UnstyledButton className={styles.problem} data-severity={mark.severity} onClick={() => onShow(mark)}>
            {mark.severity === 'error' ? <CircleX size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
            <span className={styles.line}>{t('definition.line', { line: mark.line })}</span>
            <span className={styles.message}>{mark.message}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
