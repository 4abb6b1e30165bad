export { TaskPanel } from './taskPanel.tsx';
export { useTaskTitle } from './title.ts';
export { UploadStrip } from './uploadStrip.tsx';
