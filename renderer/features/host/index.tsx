export { HostDialog } from './hostDialog.tsx';
export { HostPage } from './hostPage.tsx';
