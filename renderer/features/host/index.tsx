export { HostDialog } from './hostDialog.tsx';
export { HostOverview } from './hostOverview.tsx';
export { DomainsLabel, HostPage } from './hostPage.tsx';
