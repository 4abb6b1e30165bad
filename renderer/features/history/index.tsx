export { DefineAgainDialog } from './defineAgainDialog.tsx';
export { DeletedDomainPage, DeletedPage } from './deletedPage.tsx';
export { DeletedDomains } from './deletedDomains.tsx';
export { HistoryTab } from './historyTab.tsx';
