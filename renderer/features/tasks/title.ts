import { useTranslation } from 'react-i18next';
import type { Task } from '../../../shared/model/task.ts';

/** "Start web-01" */
export function useTaskTitle(): (task: Task) => string {
  const { t, i18n } = useTranslation();
  return ({ verb, object }) => {
    const key = `tasks.${verb}`;
    return i18n.exists(key) ? t(key, { name: object.name }) : `${verb} ${object.name}`;
  };
}
