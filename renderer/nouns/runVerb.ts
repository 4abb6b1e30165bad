/** Runs verbs: asks first where that is due, and tells when something could not even begin. */
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import type { Domain } from '../../shared/model/domain.ts';
import { toErrorData } from '../../shared/errors.ts';
import { openDialog } from '../store/dialogs.ts';
import { useInventory } from '../store/inventory.ts';
import { ownWords } from './errorWords.ts';
import type { DomainTarget, DomainVerb } from './domain.tsx';
import type { ReasonId } from '../words/keys.ts';
import type { Verb } from './verb.ts';

/** The domain with its host, as they are now. */
export function targetOf(domain: Domain): DomainTarget {
  return { domain, host: useInventory.getState().hosts[domain.host] };
}

/** What a verb can't even begin with stays on the screen until it is dismissed. */
export function showFailure(thrown: unknown): void {
  const error = toErrorData(thrown);
  notifications.show({
    color: 'red',
    autoClose: false,
    title: i18next.t(`errors.${error.code}.title`, { ...error.params }),
    message: [ownWords(error), i18next.t(`errors.${error.code}.remedy`, { ...error.params })]
      .filter(Boolean)
      .join(' · '),
  });
}

export const runVerb = <T>(verb: Verb<T, string>, target: T): Promise<void> => attempt(() => verb.run(target));

async function attempt(act: () => Promise<void> | void): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    showFailure(thrown);
  }
}

/** On a selection: those that can take it. */
export function beginDomainVerb(verb: DomainVerb, domains: readonly Domain[]): void {
  const targets = domains.map(targetOf).filter((target) => applies(verb, target));
  if (targets.length === 0) return;
  if (targets.length > 1 && verb.runMany) void attempt(() => verb.runMany?.(targets));
  else if (verb.confirm === 'none') for (const target of targets) void runVerb(verb, target);
  else {
    openDialog({
      kind: 'confirmDomains',
      verb: verb.id,
      // All of them: the question says which are left out, and why.
      domains: domains.map(({ host, uuid }) => ({ host, uuid })),
    });
  }
}

export const applies = <T>(verb: Verb<T, string>, target: T): boolean =>
  (verb.shown?.(target) ?? true) && verb.blocked(target) === undefined;

/** Whether the entry stands in a menu for this selection, and if it can't run, why. */
export function availability(
  verb: DomainVerb,
  domains: readonly Domain[],
): { readonly shown: boolean; readonly reason?: ReasonId } {
  const targets = domains.map(targetOf);
  const shownFor = targets.filter((target) => verb.shown?.(target) ?? true);
  if (shownFor.length === 0 || (domains.length > 1 && !verb.bulk)) return { shown: false };
  if (shownFor.some((target) => verb.blocked(target) === undefined)) return { shown: true };
  const [first] = shownFor;
  const reason = first && verb.blocked(first);
  return reason === undefined ? { shown: true } : { shown: true, reason };
}
