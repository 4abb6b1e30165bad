export { HostDialog } from './hostDialog.tsx';
export { HostPage, type HostTab } from './hostPage.tsx';
