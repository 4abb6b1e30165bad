export { BulkEdit } from './bulkEdit.tsx';
