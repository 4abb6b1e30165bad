export { AddHardware } from './addHardware.tsx';
