/** What was started and what came of it: progress, cancel, retry, undo; for what failed, the words of the host and what to do. */
import { ActionIcon, Progress } from '@mantine/core';
import { Ban, ChevronDown, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../shared/model/task.ts';
import { api } from '../../backend.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { showFailure } from '../../nouns/runVerb.ts';
import { useTasks } from '../../store/tasks.ts';
import styles from './tasks.module.css';
import { TaskDetails } from './taskDetails.tsx';
import { useTaskTitle } from './title.ts';

/** Older ones are in the store and in history; the panel is for now. */
const SHOWN = 100;

export function TaskPanel({ onCollapse }: { readonly onCollapse: () => void }): ReactElement {
  const { t } = useTranslation();
  const tasks = useTasks();
  const running = tasks.filter(({ state }) => state === 'running').length;
  const [open, setOpen] = useState<string>();
  const attempt = (asked: Promise<unknown>): void => void asked.catch(showFailure);
  return (
    <section className={styles.panel} aria-label={t('taskPanel.label')}>
      <header className={styles.head}>
        <b>{t('taskPanel.label')}</b>
        <span className={styles.quiet}>{t('taskPanel.running', { count: running })}</span>
        <button type="button" className={styles.link} data-right onClick={() => attempt(api.tasks.clear({}))}>
          {t('taskPanel.clear')}
        </button>
        <ActionIcon size={20} aria-label={t('taskPanel.collapse')} onClick={onCollapse}>
          <ChevronDown size={14} aria-hidden />
        </ActionIcon>
      </header>
      {tasks.length === 0 && <p className={styles.none}>{t('taskPanel.none')}</p>}
      <div
        className={styles.rows}
        {...(tasks.length > 0 && { role: 'list', tabIndex: 0, 'aria-label': t('taskPanel.label') })}
      >
        {tasks.slice(0, SHOWN).map((task) => (
          <div key={task.id} role="listitem">
            <div className={styles.row} data-state={task.state}>
              <StateIcon state={task.state} />
              <Title task={task} />
              <span className={styles.quiet}>{task.hostName}</span>
              <Outcome task={task} />
              <time className={styles.time}>{new Date(task.startedAt).toLocaleTimeString()}</time>
              <span className={styles.actions}>
                {task.state === 'running' && task.cancellable && (
                  <Act label={t('taskPanel.cancel')} run={() => attempt(api.tasks.cancel({ id: task.id }))} />
                )}
                {task.undoable && (
                  <Act label={t('taskPanel.undo')} run={() => attempt(api.tasks.undo({ id: task.id }))} />
                )}
                {task.state !== 'running' && task.state !== 'done' && (
                  <Act label={t('taskPanel.retry')} run={() => attempt(api.tasks.retry({ id: task.id }))} />
                )}
                <Act
                  label={t(open === task.id ? 'taskPanel.hideDetails' : 'taskPanel.details')}
                  expanded={open === task.id}
                  run={() => setOpen(open === task.id ? undefined : task.id)}
                />
              </span>
            </div>
            {open === task.id && <TaskDetails task={task} />}
          </div>
        ))}
      </div>
    </section>
  );
}

function Act({
  label,
  run,
  expanded,
}: {
  readonly label: string;
  readonly run: () => void;
  readonly expanded?: boolean;
}) {
  return (
    <button type="button" className={styles.link} onClick={run} aria-expanded={expanded}>
      {label}
    </button>
  );
}

function Title({ task }: { readonly task: Task }): ReactElement {
  const title = useTaskTitle()(task);
  return task.uuid === undefined || task.verb === 'domains.delete' ? (
    <span className={styles.title}>{title}</span>
  ) : (
    <a className={styles.title} href={`#/vm/${task.host}/${task.uuid}`}>
      {title}
    </a>
  );
}

function StateIcon({ state }: { readonly state: Task['state'] }): ReactElement {
  const { t } = useTranslation();
  const named = { size: 15, role: 'img', 'aria-label': t(`taskState.${state}`), 'aria-hidden': false };
  switch (state) {
    case 'running':
      return <LoaderCircle {...named} className={styles.spinning} color="var(--busy)" />;
    case 'done':
      return <CircleCheck {...named} color="var(--running)" />;
    case 'failed':
      return <CircleX {...named} color="var(--error)" />;
    case 'cancelled':
      return <Ban {...named} color="var(--off)" />;
  }
}

function Outcome({ task }: { readonly task: Task }): ReactElement {
  const { t } = useTranslation();
  const { state, progress, error, startedAt, endedAt } = task;
  if (state === 'failed' && error) {
    const words = error.raw ?? error.libvirt?.message ?? '';
    return (
      <span className={styles.failure} title={words}>
        {t(`errors.${error.code}.title`, { ...error.params })}
        {words !== '' && `: ${words}`}
      </span>
    );
  }
  if (state === 'running') {
    return (
      <span className={styles.progress}>
        <Progress
          size={6}
          w={130}
          color="violet"
          animated={progress?.fraction === undefined}
          value={(progress?.fraction ?? 1) * 100}
          aria-label={t('taskPanel.progress')}
        />
        <span className="num">{progressText(task)}</span>
      </span>
    );
  }
  const seconds = endedAt === undefined ? undefined : duration(endedAt - startedAt);
  return (
    <span className={styles.quiet}>
      {state === 'done' && seconds !== undefined ? t('taskPanel.doneIn', { seconds }) : t(`taskState.${state}`)}
    </span>
  );
}

/** Seconds as text; what took less than can be told is "under 0.1". */
const duration = (ms: number): string => (ms < 100 ? '< 0.1' : (ms / 1000).toFixed(1));

function progressText({ progress }: Task): string {
  if (progress?.fraction === undefined) return '';
  const share = `${Math.round(progress.fraction * 100)} %`;
  if (progress.bytesDone === undefined || progress.bytesTotal === undefined) return share;
  const kib = (bytes: number): string => formatValue('memory', bytes / 1024);
  return `${share} · ${kib(progress.bytesDone)} / ${kib(progress.bytesTotal)}`;
}
