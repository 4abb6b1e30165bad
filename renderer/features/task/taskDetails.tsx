/** Everything that is known of a task. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task, TaskLogLine } from '../../../shared/model/task.ts';
import { hasWords } from '../../words/hasWords.ts';
import { Problem } from '../../nouns/problem.tsx';
import styles from './tasks.module.css';

export function TaskDetails({ task }: { readonly task: Task }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.details}>
      {task.error && <Problem error={task.error} />}
      {task.log.length > 0 && (
        <ol className={styles.log} aria-label={t('task.panel.log')}>
          {task.log.map((line, index) => (
            <li key={index} data-level={line.level}>
              <time>{new Date(line.at).toLocaleTimeString()}</time> <LogText line={line} />
            </li>
          ))}
        </ol>
      )}
      {task.log.length === 0 && !task.error && <p className={styles.none}>{t('task.panel.noLog')}</p>}
    </div>
  );
}

/** A record of a later version may hold lines that this one has no words for. */
function LogText({ line }: { readonly line: TaskLogLine }): ReactElement {
  const { t } = useTranslation();
  const key = `task.log.${line.text}`;
  return <>{hasWords(key) ? t(key, { ...line.params }) : line.text}</>;
}
