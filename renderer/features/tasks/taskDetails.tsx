/** Everything that is known of a task. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '../../../shared/errors.ts';
import type { Task } from '../../../shared/model/task.ts';
import { Problem } from '../../nouns/problem.tsx';
import styles from './tasks.module.css';

export function TaskDetails({ task }: { readonly task: Task }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.details}>
      {task.error && <Problem error={task.error} />}
      {task.error && <Numbers error={task.error} />}
      {task.log.length > 0 && (
        <ol className={styles.log} aria-label={t('taskPanel.log')}>
          {task.log.map((line, index) => (
            <li key={index} data-level={line.level}>
              <time>{new Date(line.at).toLocaleTimeString()}</time> {t(`taskLog.${line.text}`, { ...line.params })}
            </li>
          ))}
        </ol>
      )}
      {task.log.length === 0 && !task.error && <p className={styles.none}>{t('taskPanel.noLog')}</p>}
    </div>
  );
}

/** For a bug report or a search: libvirt's own numbers. */
function Numbers({ error }: { readonly error: ErrorData }): ReactElement | null {
  if (!error.libvirt) return null;
  return (
    <code className={styles.numbers}>
      libvirt {error.libvirt.code}/{error.libvirt.domain} · {error.operation}
    </code>
  );
}
