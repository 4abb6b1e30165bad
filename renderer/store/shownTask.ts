/** The task whose details are open in the task panel. */
import { create } from 'zustand';
import { setLayout } from './settings.ts';

const useStore = create<{ readonly id: string | undefined }>(() => ({ id: undefined }));

export const useShownTask = (): string | undefined => useStore(({ id }) => id);
export const setShownTask = (id: string | undefined): void => useStore.setState({ id });

/** Opens the task panel with the details of this task. */
export function showTask(id: string): void {
  setLayout('tasks.open', true);
  setShownTask(id);
}
