export { HostDialog } from './hostDialog.tsx';
export { HostOverview } from './hostOverview.tsx';
