import { useTranslation } from 'react-i18next';
import type { Task } from '../../../shared/model/task.ts';
import { hasWords } from '../../words/hasWords.ts';
import { taskKey } from '../../words/taskKey.ts';

/** "Start web-01" */
export function useTaskTitle(): (task: Task) => string {
  const { t } = useTranslation();
  return ({ verb, object }) => {
    const key = taskKey(verb);
    return hasWords(key) ? t(key, { name: object.name }) : `${verb} ${object.name}`;
  };
}
