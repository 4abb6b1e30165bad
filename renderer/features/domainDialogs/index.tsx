export { ConfirmDomains } from './confirmDomains.tsx';
export { DeleteDomain } from './deleteDomain.tsx';
export { RenameDomain } from './renameDomain.tsx';
