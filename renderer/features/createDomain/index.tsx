export { CreateDomain } from './createDomain.tsx';
