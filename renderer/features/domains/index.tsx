export { DomainPage, type DomainTab } from './domainPage.tsx';
export { DomainOverview } from './overview.tsx';
