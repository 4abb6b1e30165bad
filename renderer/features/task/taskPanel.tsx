/** What was started and what came of it: progress, cancel, retry, undo; for what failed, the words of the host and what to do. */
import { ActionIcon, Progress } from '@mantine/core';
import { Ban, ChevronDown, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../shared/model/task.ts';
import { api } from '../../backend.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { ObjectLink } from '../../nouns/objectLink.tsx';
import { ProblemLine } from '../../nouns/problem.tsx';
import { showFailure } from '../../nouns/runVerb.ts';
import { setShownTask, useShownTask } from '../../store/shownTask.ts';
import { useTasks } from '../../store/tasks.ts';
import { hasWords } from '../../words/hasWords.ts';
import styles from './tasks.module.css';
import { TaskDetails } from './taskDetails.tsx';
import { holdUpload, useUploadOf } from '../../nouns/upload.ts';
import { useTaskTitle } from './title.ts';

/** Older ones are in the store and in history; the panel is for now. */
const SHOWN = 100;

export function TaskPanel({ onCollapse }: { readonly onCollapse: () => void }): ReactElement {
  const { t } = useTranslation();
  const tasks = useTasks();
  const running = tasks.filter(({ state }) => state === 'running').length;
  const open = useShownTask();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Opened from elsewhere, it may be far down.
    list.current?.querySelector('[data-open]')?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const attempt = (asked: Promise<unknown>): void => void asked.catch(showFailure);
  return (
    <section className={styles.panel} aria-label={t('task.panel.label')}>
      <header className={styles.head}>
        <b>{t('task.panel.label')}</b>
        <span className={styles.quiet}>{t('task.panel.running', { count: running })}</span>
        <button type="button" className={styles.link} data-right onClick={() => attempt(api.task.clear({}))}>
          {t('task.panel.clear')}
        </button>
        <ActionIcon size={20} aria-label={t('task.panel.collapse')} onClick={onCollapse}>
          <ChevronDown size={14} aria-hidden />
        </ActionIcon>
      </header>
      {tasks.length === 0 && <p className={styles.none}>{t('task.panel.none')}</p>}
      <div
        ref={list}
        className={styles.rows}
        {...(tasks.length > 0 && { role: 'list', tabIndex: 0, 'aria-label': t('task.panel.label') })}
      >
        {tasks.slice(0, SHOWN).map((task) => (
          <div key={task.id} role="listitem" data-open={open === task.id || undefined}>
            <div className={styles.row} data-state={task.state}>
              <StateIcon state={task.state} />
              <Title task={task} />
              <span className={styles.quiet}>{task.hostName}</span>
              <Outcome task={task} />
              <time className={styles.time}>{new Date(task.startedAt).toLocaleTimeString()}</time>
              <span className={styles.actions}>
                {task.state === 'running' && task.cancellable && (
                  <Act label={t('task.panel.cancel')} run={() => attempt(api.task.cancel({ id: task.id }))} />
                )}
                {task.undoable && (
                  <Act label={t('task.panel.undo')} run={() => attempt(api.task.undo({ id: task.id }))} />
                )}
                {task.repeatable && task.state !== 'running' && task.state !== 'done' && (
                  <Act label={t('task.panel.retry')} run={() => attempt(api.task.retry({ id: task.id }))} />
                )}
                <Hold task={task.id} />
                <Act
                  label={t(open === task.id ? 'task.panel.hideDetails' : 'task.panel.details')}
                  expanded={open === task.id}
                  run={() => setShownTask(open === task.id ? undefined : task.id)}
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

/** Holds an upload that this window sends, and lets it go on. */
function Hold({ task }: { readonly task: string }): ReactElement | null {
  const { t } = useTranslation();
  const upload = useUploadOf(task);
  if (upload === undefined) return null;
  const { id, held } = upload;
  return <Act label={t(held ? 'task.panel.goOn' : 'task.panel.hold')} run={() => holdUpload(id, !held)} />;
}

function Title({ task }: { readonly task: Task }): ReactElement {
  const title = useTaskTitle()(task);
  return (
    <ObjectLink of={task.ref} className={styles.title}>
      {title}
    </ObjectLink>
  );
}

function StateIcon({ state }: { readonly state: Task['state'] }): ReactElement {
  const { t } = useTranslation();
  const named = { size: 15, role: 'img', 'aria-label': t(`task.state.${state}`), 'aria-hidden': false };
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
  if (state === 'failed' && error) return <ProblemLine error={error} />;
  if (state === 'running') {
    return (
      <span className={styles.progress}>
        <Progress
          size={6}
          w={130}
          color="violet"
          animated={progress?.fraction === undefined}
          value={(progress?.fraction ?? 1) * 100}
          aria-label={t('task.panel.progress')}
        />
        <span className="num">{progressText(task)}</span>
        <StepText task={task} />
      </span>
    );
  }
  const seconds = endedAt === undefined ? undefined : duration(endedAt - startedAt);
  return (
    <span className={styles.quiet}>
      {state === 'done' && seconds !== undefined ? t('task.panel.doneIn', { seconds }) : t(`task.state.${state}`)}
    </span>
  );
}

/** Where a task that has steps is: the last of its log that is one. */
function StepText({ task: { log } }: { readonly task: Task }): ReactElement | null {
  const { t } = useTranslation();
  const step = log.findLast(({ text }) => text.startsWith('creation.'));
  const key = `task.log.${step?.text ?? ''}`;
  if (step === undefined || !hasWords(key)) return null;
  const words = t(key, { ...step.params });
  return (
    <span className={styles.step} title={words}>
      {words}
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
