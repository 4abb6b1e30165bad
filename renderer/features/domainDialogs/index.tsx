export { DeleteDomain } from './deleteDomain.tsx';
export { DeleteDomains } from './deleteDomains.tsx';
export { DumpDomain } from './dumpDomain.tsx';
export { RenameDomain } from './renameDomain.tsx';
