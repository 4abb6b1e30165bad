export { DefineAgainDialog } from './defineAgainDialog.tsx';
export { DeletedDomainPage, DeletedPage } from './deletedPage.tsx';
export { DeletedVms } from './deletedVms.tsx';
export { HistoryTab } from './historyTab.tsx';
