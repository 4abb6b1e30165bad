export { hardwareFaults } from './faults.ts';
export { HardwareStep } from './hardwareStep.tsx';
