export { wrongAnswers } from './cloudInitNotes.ts';
export { CloudInitStep } from './cloudInitStep.tsx';
export { unattendedFaults } from './unattendedNotes.ts';
export { UnattendedStep } from './unattendedStep.tsx';
