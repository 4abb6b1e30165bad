/** The window's copy of the edits that wait until their VM is off. */
import { create } from 'zustand';
import { apply, type Changes } from '../../shared/changes.ts';
import { domainKey, type DomainRef } from '../../shared/model/domain.ts';
import type { WaitingEdits } from '../../shared/model/waitingEdits.ts';

interface WaitingStore {
  /** By `domainKey`. */
  readonly waiting: Readonly<Record<string, WaitingEdits>>;
}

const useStore = create<WaitingStore>()(() => ({ waiting: {} }));

export function applyWaitingEdits(changes: Changes<WaitingEdits>, first: boolean): void {
  useStore.setState(({ waiting }) => ({ waiting: apply(first ? {} : waiting, changes) }));
}

export const useWaitingEdits = (ref: DomainRef): WaitingEdits | undefined =>
  useStore(({ waiting }) => waiting[domainKey(ref)]);
