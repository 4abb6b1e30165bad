/** The window: header, tree, page, tasks, status bar. Sizes are remembered. */
import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import {
  useState,
  useSyncExternalStore,
  type CSSProperties,
  type PointerEvent,
  type ReactElement,
  type KeyboardEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { routeObject } from '../../shared/model/route.ts';
import { backendState, onBackendState } from '../backend.ts';
import { Prompts } from '../features/prompt/index.tsx';
import { TaskPanel } from '../features/task/index.tsx';
import { Tree } from '../features/tree/index.tsx';
import { isNumber, useLayout } from '../store/settings.ts';
import { Dialogs } from './dialogs.tsx';
import { ErrorBoundary } from './errorBoundary.tsx';
import { Header } from './header.tsx';
import styles from './main.module.css';
import { Page } from './page.tsx';
import { Palette } from './palette.tsx';
import { useRoute } from './useRoute.ts';
import { useShortcuts } from './shortcuts.ts';
import { StatusBar } from './statusBar.tsx';
import { TaskToasts } from './taskToasts.tsx';
import { useTaskPanel } from './useTaskPanel.ts';

const TREE = { least: 180, most: 520, standard: 264, step: 16 };
/** Of the open task panel, in pixels. */
export const TASKS_HEIGHT = 150;

export function Shell(): ReactElement {
  const { t } = useTranslation();
  const route = useRoute();
  const [width, setWidth] = useLayout('tree.width', TREE.standard, isNumber);
  const tasks = useTaskPanel();
  const [filter, setFilter] = useState('');
  const object = routeObject(route);
  useShortcuts(route);
  const page = location.hash;
  const properties: Record<`--${string}`, string> = { '--tree-width': `${width}px` };
  const style: CSSProperties = properties;
  return (
    <div className={styles.shell} style={style}>
      <Header route={route} onToggleTasks={tasks.toggle} />
      <nav className={styles.side} aria-label={t('tree.region')}>
        <div className={styles.treeFilter}>
          <TextInput
            leftSection={<Search size={13} aria-hidden />}
            placeholder={t('tree.filter')}
            aria-label={t('tree.filter')}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
          />
        </div>
        <ErrorBoundary about="tree">
          <Tree current={object} filter={filter} />
        </ErrorBoundary>
        <Splitter width={width} onChange={setWidth} />
      </nav>
      <main className={styles.main}>
        <ErrorBoundary about={page}>
          <Page route={route} />
        </ErrorBoundary>
      </main>
      <div
        className={styles.tasks}
        style={{ height: tasks.open ? TASKS_HEIGHT : 0, borderTopWidth: tasks.open ? 1 : 0 }}
      >
        {tasks.open && (
          <ErrorBoundary about="tasks">
            <TaskPanel onCollapse={tasks.toggle} />
          </ErrorBoundary>
        )}
      </div>
      <StatusBar onTasks={tasks.toggle} />
      <Prompts />
      <Dialogs />
      <Palette route={route} />
      <TaskToasts />
      <LostBanner />
    </div>
  );
}

function Splitter({
  width,
  onChange,
}: {
  readonly width: number;
  readonly onChange: (width: number) => void;
}): ReactElement {
  const { t } = useTranslation();
  const set = (next: number): void => onChange(Math.max(TREE.least, Math.min(TREE.most, Math.round(next))));
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') set(width - TREE.step);
    else if (event.key === 'ArrowRight') set(width + TREE.step);
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('shell.treeWidth')}
      aria-valuenow={width}
      aria-valuemin={TREE.least}
      aria-valuemax={TREE.most}
      tabIndex={0}
      className={styles.splitter}
      onPointerDown={drag}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && set(event.clientX)}
      onKeyDown={onKeyDown}
      onDoubleClick={() => set(TREE.standard)}
    />
  );
}

function LostBanner(): ReactElement | null {
  const { t } = useTranslation();
  const state = useSyncExternalStore(onBackendState, backendState);
  if (state !== 'lost') return null;
  return (
    <div className={styles.banner} role="status">
      {t('shell.lost')}
    </div>
  );
}
