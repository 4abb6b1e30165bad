import { create } from 'zustand';
import { isBoolean, useLayout } from '../store/settings.ts';
import { useTaskStore } from '../store/tasks.ts';

/** Somebody wants to see the panel though there is nothing in it. */
const useAskedFor = create<{ readonly empty: boolean }>(() => ({ empty: false }));

interface TaskPanelState {
  readonly open: boolean;
  readonly toggle: () => void;
}

/** Open as the user left it; as long as nothing was done it takes no room. */
export function useTaskPanel(): TaskPanelState {
  const [wanted, setWanted] = useLayout('tasks.open', true, isBoolean);
  const { empty } = useAskedFor();
  const hasTasks = useTaskStore(({ tasks }) => Object.keys(tasks).length > 0);
  return hasTasks
    ? { open: wanted, toggle: () => setWanted(!wanted) }
    : { open: empty, toggle: () => useAskedFor.setState({ empty: !empty }) };
}
