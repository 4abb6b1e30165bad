/** What is wrong, in words, beside what it is about. */
import { CircleX, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreationProblem } from '../../../shared/model/creation/creationPlan.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { hasWords } from '../../words/hasWords.ts';
import styles from './createDomain.module.css';

export function useProblemText(): (problem: CreationProblem) => string {
  const { t } = useTranslation();
  return ({ code, params = {} }) => {
    const { words: own } = params;
    if (typeof own === 'string' && hasWords(own)) return t(own);
    const words = t(`creation.problem.${code}`, { ...params });
    const fault = `creation.cloudInit.fault.${params['fault'] ?? ''}`;
    if (code === 'cloudInitInvalid' && hasWords(fault)) return `${words}: ${t(fault, { ...params })}`;
    if (code === 'noSource' && params['url'] !== undefined)
      return `${words}: ${params['url']} (${params['why'] ?? ''})`;
    const { needed, available } = params;
    if (typeof needed !== 'number' || typeof available !== 'number') return words;
    const size = (bytes: number): string => formatValue('memory', bytes / 1024);
    return `${words} ${t('createDomain.room', { needed: size(needed), available: size(available) })}`;
  };
}

/** At this field or inside of it. */
export const isAt =
  (field: string) =>
  (problem: CreationProblem): boolean =>
    problem.field === field || (problem.field?.startsWith(`${field}.`) ?? false);

/** For the `error` of a control: what keeps its value from being taken. */
export function useErrorAt(problems: readonly CreationProblem[]): (field: string) => string | undefined {
  const text = useProblemText();
  return (field) => {
    const found = problems.filter(({ level }) => level === 'error').find(isAt(field));
    return found && text(found);
  };
}

export function ProblemLines({ problems }: { readonly problems: readonly CreationProblem[] }): ReactElement | null {
  const text = useProblemText();
  if (problems.length === 0) return null;
  return (
    <ul className={styles.problems}>
      {problems.map((problem) => (
        <li key={text(problem)} data-level={problem.level}>
          {problem.level === 'error' ? <CircleX size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
          {text(problem)}
        </li>
      ))}
    </ul>
  );
}
