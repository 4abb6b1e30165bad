export { DevicesTab } from './devicesTab.tsx';
