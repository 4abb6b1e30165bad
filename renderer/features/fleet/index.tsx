export { FleetPage } from './fleetPage.tsx';
export { VmTable } from './vmTable.tsx';
