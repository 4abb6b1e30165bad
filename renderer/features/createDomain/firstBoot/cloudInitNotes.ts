/** What is wrong with the answers for cloud-init, beside the field or line that it is about. */
import { useTranslation } from 'react-i18next';
import { cloudInitAnswers, type CloudInitAnswers } from '../../../../shared/model/cloudInit.ts';
import { validateCloudInit, type CloudInitUse } from '../../../../shared/model/cloudInitCheck.ts';
import type { CreationProblem } from '../../../../shared/model/creation/creationPlan.ts';
import type { CreationRequest } from '../../../../shared/model/creation/creationRequest.ts';
import type { Placed } from '../hardware/notes.ts';

export type CloudInit = NonNullable<CreationRequest['cloudInit']>;

/** Words: `creation.cloudInit.wrong.<word>`. */
type WrongWord = 'userName' | 'oneLine' | 'tooLong' | 'pool';

export interface Wrong {
  /** Path in the answers. */
  readonly field: string;
  readonly word: WrongWord;
}

/** What can't be asked with at all. */
export function wrongAnswers(answers: CloudInitAnswers): readonly Wrong[] {
  const { error } = cloudInitAnswers.safeParse(answers);
  return (error?.issues ?? []).map(({ path, code }): Wrong => {
    const field = path.join('.');
    if (/^users\.\d+\.name$/.test(field)) return { field, word: 'userName' };
    return { field, word: code === 'too_big' ? 'tooLong' : 'oneLine' };
  });
}

/** Everything that is to be said of the form, by paths in the answers; `pool` for the seed's pool. */
export function useCloudInitNotes(
  { answers, pool }: CloudInit,
  use: CloudInitUse,
  problems: readonly CreationProblem[],
): readonly Placed[] {
  const { t } = useTranslation();
  const wrong = wrongAnswers(answers).map(({ field, word }): Placed => ({
    field,
    level: 'error',
    text: t(`creation.cloudInit.wrong.${word}`),
  }));
  const faults = validateCloudInit(answers, use).map(({ field, level, code, params, raw = '' }): Placed => ({
    field,
    level,
    text: t(`creation.cloudInit.fault.${code}`, { ...params, raw }),
  }));
  const found = problems.flatMap(({ code, field = '', level, params }): readonly Placed[] => {
    // What is behind these is said above, at the very place.
    if (!field.startsWith('cloudInit') || code === 'cloudInitInvalid' || field.startsWith('cloudInit.answers.'))
      return [];
    return [{ field: field.replace(/^cloudInit\.?/, ''), level, text: t(`creation.problem.${code}`, { ...params }) }];
  });
  const noPool: readonly Placed[] =
    pool === '' ? [{ field: 'pool', level: 'error', text: t('creation.cloudInit.wrong.pool') }] : [];
  return [...wrong, ...faults, ...noPool, ...found];
}
