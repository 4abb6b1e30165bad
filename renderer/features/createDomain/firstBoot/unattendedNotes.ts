/** What is wrong with the answers for an installer, beside the field that it is about. */
import { useTranslation } from 'react-i18next';
import type { CreationProblem } from '../../../../shared/model/creation/creationPlan.ts';
import type { CreationRequest } from '../../../../shared/model/creation/creationRequest.ts';
import { unattendedAnswers, type UnattendedAnswers } from '../../../../shared/model/unattended/answers.ts';
import type { Placed } from '../hardware/notes.ts';

export type Unattended = NonNullable<CreationRequest['unattended']>;

/** Words: `creation.unattended.wrong.<word>`. */
type UnattendedWord = 'userName' | 'password' | 'locale' | 'keyboard' | 'timezone' | 'productKey' | 'oneLine';

const words: Readonly<Record<string, UnattendedWord>> = {
  'user.name': 'userName',
  'user.password': 'password',
  locale: 'locale',
  keyboard: 'keyboard',
  timezone: 'timezone',
  productKey: 'productKey',
};

export interface UnattendedFault {
  /** Path in the answers. */
  readonly field: string;
  readonly word: UnattendedWord;
}

/** What can't be asked with at all. */
export function unattendedFaults(answers: UnattendedAnswers): readonly UnattendedFault[] {
  const { error } = unattendedAnswers.safeParse(answers);
  return (error?.issues ?? []).map(({ path }) => {
    const field = path.join('.');
    return { field, word: words[field] ?? 'oneLine' };
  });
}

/** Everything that is to be said of the form, by paths in the answers; `pool` for the answers' pool, `` for all of it. */
export function useUnattendedNotes(
  value: Unattended | undefined,
  problems: readonly CreationProblem[],
): readonly Placed[] {
  const { t } = useTranslation();
  const found = problems.flatMap(({ code, field = '', level, params }): readonly Placed[] => {
    if (!/^(unattended|extraMedia)/.test(field) || field.startsWith('unattended.answers.')) return [];
    return [{ field: field.replace(/^unattended\.?/, ''), level, text: t(`creation.problem.${code}`, { ...params }) }];
  });
  if (value === undefined) return found;
  const wrong = unattendedFaults(value.answers).map(({ field, word }): Placed => ({
    field,
    level: 'error',
    text: t(`creation.unattended.wrong.${word}`),
  }));
  const noPool: readonly Placed[] =
    value.pool === '' ? [{ field: 'pool', level: 'error', text: t('creation.cloudInit.wrong.pool') }] : [];
  return [...wrong, ...noPool, ...found];
}
