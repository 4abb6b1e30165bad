export { DomainPage } from './domainPage.tsx';
export { DomainOverview } from './overview.tsx';
