/** Runs verbs: asks first where that is due, and tells when something could not even begin. */
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { toErrorData } from '../../shared/errors.ts';
import type { ObjectRecords, RecordedKind } from '../../shared/model/objects.ts';
import { openDialog } from '../store/dialogs.ts';
import { ownWords } from './errorWords.ts';
import { refTo, targetOf, type Target } from './noun.ts';
import type { ReasonId } from '../words/keys.ts';
import type { Verb } from './verb.ts';

/** What a verb can't even begin with stays on the screen until it is dismissed. */
export function showFailure(thrown: unknown): void {
  const error = toErrorData(thrown);
  notifications.show({
    color: 'red',
    autoClose: false,
    title: i18next.t(`error.${error.code}.title`, { ...error.params }),
    message: [ownWords(error), i18next.t(`error.${error.code}.remedy`, { ...error.params })]
      .filter(Boolean)
      .join(' · '),
  });
}

export const runVerb = <T>(verb: Verb<T>, target: T): Promise<void> => attempt(() => verb.run(target));

async function attempt(act: () => Promise<void> | void): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    showFailure(thrown);
  }
}

/**
 * On a selection: those that can take it.
 * @returns whether there were any
 */
export function beginVerb<K extends RecordedKind>(
  kind: K,
  verb: Verb<Target<K>>,
  records: readonly ObjectRecords[K][],
): boolean {
  if (records.length > 1 && !verb.bulk) return false;
  const targets = records.map((record) => targetOf(kind, record)).filter((target) => applies(verb, target));
  if (targets.length === 0) return false;
  if (targets.length > 1 && verb.runMany) void attempt(() => verb.runMany?.(targets));
  else if (verb.confirm === 'none') for (const target of targets) void runVerb(verb, target);
  // All of them: the question says which are left out, and why.
  else openDialog({ kind: 'confirm', verb: verb.id, refs: records.map((record) => refTo(kind, record)) });
  return true;
}

export const applies = <T>(verb: Verb<T>, target: T): boolean =>
  (verb.shown?.(target) ?? true) && verb.blocked(target) === undefined;

/** Whether the entry stands in a menu for this selection, and if it can't run, why. */
export function availability<T>(
  verb: Verb<T>,
  targets: readonly T[],
): { readonly shown: boolean; readonly reason?: ReasonId } {
  const shownFor = targets.filter((target) => verb.shown?.(target) ?? true);
  if (shownFor.length === 0 || (targets.length > 1 && !verb.bulk)) return { shown: false };
  if (shownFor.some((target) => verb.blocked(target) === undefined)) return { shown: true };
  const [first] = shownFor;
  const reason = first && verb.blocked(first);
  return reason === undefined ? { shown: true } : { shown: true, reason };
}
