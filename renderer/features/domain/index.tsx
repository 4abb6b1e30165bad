export { DomainOverview } from './overview.tsx';
