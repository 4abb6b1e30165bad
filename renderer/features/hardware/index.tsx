export { HardwareTab } from './hardwareTab.tsx';
