/** Questions of connections that wait for an answer. */
import { create } from 'zustand';
import { apply, type Changes } from '../../shared/changes.ts';
import type { PendingQuestion } from '../../shared/model/question.ts';

const useStore = create<{ readonly questions: Readonly<Record<string, PendingQuestion>> }>()(() => ({ questions: {} }));

export function applyQuestions(changes: Changes<PendingQuestion>, first: boolean): void {
  useStore.setState(({ questions }) => ({ questions: apply(first ? {} : questions, changes) }));
}

/** The one that has waited longest. */
export const useOldestQuestion = (): PendingQuestion | undefined =>
  useStore((state) => Object.values(state.questions)[0]);
