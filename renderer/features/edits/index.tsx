export { ReviewEdits } from './reviewEdits.tsx';
export { EditsBar } from './editsBar.tsx';
export { EditsMark } from './editsMark.tsx';
