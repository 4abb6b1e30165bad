export { TaskPanel } from './taskPanel.tsx';
export { taskHref } from './taskHref.ts';
export { useTaskTitle } from './title.ts';
export { UploadStrip } from './uploadStrip.tsx';
