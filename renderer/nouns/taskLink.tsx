import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { showTask } from '../store/shownTask.ts';
import { useTaskStore } from '../store/tasks.ts';
import { hasWords } from '../words/hasWords.ts';
import { taskKey } from '../words/taskKey.ts';
import styles from './nouns.module.css';

interface TaskLinkProps {
  readonly task: string;
  /** `noun.method`; absent where the record of the task is gone. */
  readonly verb: string | undefined;
  /** Of the task's object. */
  readonly name: string;
}

/** "Change web-01", and one press away the task itself, as long as it is on record. */
export function TaskLink({ task, verb, name }: TaskLinkProps): ReactElement {
  const { t } = useTranslation();
  const known = useTaskStore(({ tasks }) => task in tasks);
  const key = taskKey(verb);
  const title = hasWords(key) ? t(key, { name }) : t('history.ours');
  if (!known) return <span>{title}</span>;
  return (
    <button type="button" className={styles.taskLink} title={t('history.showTask')} onClick={() => showTask(task)}>
      {title}
    </button>
  );
}
