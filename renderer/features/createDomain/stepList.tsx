import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepId } from './steps.ts';
import type { CreationState } from './useCreationDraft.ts';
import styles from './createDomain.module.css';

interface StepListProps {
  readonly state: CreationState;
  readonly steps: readonly StepId[];
  readonly step: StepId;
  readonly visited: ReadonlySet<StepId>;
  readonly onGo: (step: StepId) => void;
}

/** Where one is, what is done, and where something is wrong. */
export function StepList({ state, steps, step, visited, onGo }: StepListProps): ReactElement {
  const { t } = useTranslation();
  return (
    <nav className={styles.steps} aria-label={t('createDomain.stepList')}>
      <ol>
        {steps.map((each, at) => (
          <li key={each}>
            <button
              type="button"
              className={styles.step}
              {...(each === step && { 'aria-current': 'step' })}
              onClick={() => onGo(each)}
            >
              <span className={styles.number} aria-hidden>
                {at + 1}
              </span>
              {t(`createDomain.steps.${each}`)}
              <Mark state={state} step={each} visited={visited.has(each)} />
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface MarkProps {
  readonly state: CreationState;
  readonly step: StepId;
  readonly visited: boolean;
}

function Mark({ state, step, visited }: MarkProps): ReactElement | null {
  const { t } = useTranslation();
  const problems = state.problemsAt(step);
  const errors = problems.filter(({ level }) => level === 'error').length;
  const warnings = problems.length - errors;
  if (errors > 0)
    return (
      <span className={styles.mark} data-mark="error">
        <CircleX size={13} role="img" aria-label={t('createDomain.mark.errors', { count: errors })} />
        <span aria-hidden>{errors}</span>
      </span>
    );
  if (state.missingAt(step))
    return visited && step !== 'source' ? (
      <span className={styles.mark} data-mark="error">
        <CircleX size={13} role="img" aria-label={t('createDomain.mark.missing')} />
      </span>
    ) : null;
  if (warnings > 0)
    return (
      <span className={styles.mark} data-mark="warning">
        <TriangleAlert size={13} role="img" aria-label={t('createDomain.mark.warnings', { count: warnings })} />
        <span aria-hidden>{warnings}</span>
      </span>
    );
  if (!visited || step === 'review') return null;
  return (
    <span className={styles.mark} data-mark="done">
      <CircleCheck size={13} role="img" aria-label={t('createDomain.mark.done')} />
    </span>
  );
}
