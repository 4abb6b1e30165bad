/** Says how a task ended: what was quick for a moment, what failed until it is dismissed. */
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useTaskTitle } from '../features/task/index.tsx';
import { ObjectLink } from '../nouns/objectLink.tsx';
import { useTaskStore } from '../store/tasks.ts';

const SHOWN_MS = 4000;

export function TaskToasts(): null {
  const { t } = useTranslation();
  const title = useTaskTitle();
  const say = useRef({ t, title });
  useEffect(() => {
    say.current = { t, title };
  });
  useEffect(
    () =>
      useTaskStore.subscribe(({ tasks }, { tasks: before }) => {
        for (const task of Object.values(tasks)) {
          if (before[task.id]?.state !== 'running' || task.state === 'running') continue;
          const { t: words, title: titleOf } = say.current;
          const failed = task.state === 'failed';
          const message =
            failed && task.error
              ? words(`error.${task.error.code}.title`, { ...task.error.params })
              : `${words(`task.state.${task.state}`)} · ${task.hostName}`;
          notifications.show({
            id: task.id,
            title: <ObjectLink of={task.ref}>{titleOf(task)}</ObjectLink>,
            message,
            closeButtonProps: { 'aria-label': words('shell.close') },
            color: failed ? 'red' : task.state === 'done' ? 'green' : 'gray',
            autoClose: failed ? false : SHOWN_MS,
          });
        }
      }),
    [],
  );
  return null;
}
