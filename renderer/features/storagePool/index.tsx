export { Volumes } from './volumes.tsx';
