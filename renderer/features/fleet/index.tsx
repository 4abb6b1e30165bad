export { FleetPage } from './fleetPage.tsx';
export { DomainTable } from './domainTable.tsx';
