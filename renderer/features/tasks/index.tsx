export { TaskPanel } from './taskPanel.tsx';
export { useTaskTitle } from './title.ts';
