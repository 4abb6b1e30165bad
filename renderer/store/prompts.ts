/** Questions of connections that wait for an answer. */
import { create } from 'zustand';
import { apply, type Changes } from '../../shared/changes.ts';
import type { PendingPrompt } from '../../shared/model/prompt.ts';

const useStore = create<{ readonly prompts: Readonly<Record<string, PendingPrompt>> }>()(() => ({ prompts: {} }));

export function applyPrompts(changes: Changes<PendingPrompt>, first: boolean): void {
  useStore.setState(({ prompts }) => ({ prompts: apply(first ? {} : prompts, changes) }));
}

/** The one that has waited longest. */
export const useOldestPrompt = (): PendingPrompt | undefined => useStore((state) => Object.values(state.prompts)[0]);
