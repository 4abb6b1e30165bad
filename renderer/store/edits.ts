/**
 * Edits that are planned but not applied yet, per domain. Collected by dialogs, shown and applied by the review; kept while the
 * window is open, whatever page is shown.
 */
import { create } from 'zustand';
import { hasTrait } from '../../shared/errors.ts';
import type { Task } from '../../shared/model/task.ts';
import { useTaskStore } from './tasks.ts';
import type { DomainEdit, DomainEdits, PropertyChange } from '../../shared/model/domainEdit.ts';
import { same } from '../../shared/model/editDefinition.ts';
import { domainKey, type DomainRef } from '../../shared/model/domain.ts';

interface EditsState {
  /** By `domainKey`. */
  readonly planned: Readonly<Record<string, DomainEdits>>;
}

const none: DomainEdits = [];
const useStore = create<EditsState>(() => ({ planned: {} }));

const set = (ref: DomainRef, edits: DomainEdits): void => {
  const { [domainKey(ref)]: _, ...others } = useStore.getState().planned;
  useStore.setState({ planned: edits.length === 0 ? others : { ...others, [domainKey(ref)]: edits } });
};

/** What is planned for a domain, in the order in which it was said. */
export const plannedEdits = (ref: DomainRef): DomainEdits => useStore.getState().planned[domainKey(ref)] ?? none;
export const usePlannedEdits = (ref: DomainRef): DomainEdits =>
  useStore((state) => state.planned[domainKey(ref)] ?? none);

/** Plans one more; what changes the same properties of the same device again becomes one edit. */
export function planEdit(ref: DomainRef, edit: DomainEdit): void {
  set(ref, withEdit(plannedEdits(ref), edit));
}

export function dropEdit(ref: DomainRef, index: number): void {
  set(ref, plannedEdits(ref).toSpliced(index, 1));
}

export function dropEdits(ref: DomainRef): void {
  set(ref, none);
}

/** @returns the edits with one more; without those that have no effect any longer */
export function withEdit(edits: DomainEdits, edit: DomainEdit): DomainEdits {
  if (edit.kind === 'definition') return [edit]; // a whole text takes the place of all that was planned
  const at = edits.findIndex((each) => isSameObject(each, edit));
  const before = edits[at];
  if (before === undefined) return isEmpty(edit) ? edits : [...edits, edit];
  const merged = merge(before, edit);
  return isEmpty(merged) ? edits.toSpliced(at, 1) : edits.toSpliced(at, 1, merged);
}

function isSameObject(a: DomainEdit, b: DomainEdit): boolean {
  if (a.kind === 'domain' && b.kind === 'domain') return true;
  if (a.kind !== b.kind) return false;
  return 'device' in a && 'device' in b && (a.kind === 'device' || a.kind === 'deviceXml') && a.device === b.device;
}

function merge(before: DomainEdit, edit: DomainEdit): DomainEdit {
  if (!('changes' in before) || !('changes' in edit)) return edit;
  const changes: Record<string, PropertyChange> = { ...before.changes };
  for (const [name, change] of Object.entries(edit.changes)) {
    const { from } = before.changes[name] ?? change;
    const merged = { from, to: change.to };
    if (same(merged.from, merged.to)) delete changes[name];
    else changes[name] = merged;
  }
  return { ...edit, changes };
}

const isEmpty = (edit: DomainEdit): boolean => 'changes' in edit && Object.keys(edit.changes).length === 0;

/** Edits under way, by task: what comes back when the task fails without having changed anything. */
const begun = new Map<string, { readonly ref: DomainRef; readonly edits: DomainEdits }>();
const useBegun = create<{ readonly keys: readonly string[] }>(() => ({ keys: [] }));
const announce = (): void => useBegun.setState({ keys: [...begun.values()].map(({ ref }) => domainKey(ref)) });

/** The planned edits of a domain have become a task. */
export function editsBegun(ref: DomainRef, task: string): void {
  begun.set(task, { ref, edits: plannedEdits(ref) });
  dropEdits(ref);
  announce();
  settle(useTaskStore.getState().tasks);
}

/** Whether edits of this domain are being applied. */
export const useApplying = (ref: DomainRef): boolean => useBegun(({ keys }) => keys.includes(domainKey(ref)));

useTaskStore.subscribe(({ tasks }) => settle(tasks));

function settle(tasks: Readonly<Record<string, Task>>): void {
  let changed = false;
  for (const [id, { ref, edits }] of begun) {
    const task = tasks[id];
    if (task === undefined || task.state === 'running') continue;
    begun.delete(id);
    changed = true;
    // Of edits that were made in part the log tells which; planning them once more would make them twice.
    const partly = task.state === 'failed' && task.error !== undefined && hasTrait(task.error, 'partly');
    if (task.state === 'done' || partly) continue;
    set(ref, plannedEdits(ref).reduce(withEdit, edits));
  }
  if (changed) announce();
}
