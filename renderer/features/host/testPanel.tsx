import { Loader } from '@mantine/core';
import { Ban, CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../nouns/problem.tsx';
import type { HostTest, TestStep } from './useHostTest.ts';
import styles from './hostDialog.module.css';

/** How far the test is, step by step, and what came of it. */
export function TestPanel({ test, uri }: { readonly test: HostTest; readonly uri: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <section className={styles.test} aria-label={t('host.dialog.testResult')} aria-live="polite">
      <ol className={styles.steps}>
        {test.steps.map(({ step, state }) => (
          <li key={step} data-state={stateShown(state, test)}>
            <StepIcon state={stateShown(state, test)} />
            <span>{t(`host.connectStep.${step}`)}</span>
            <span className={styles.visuallyHidden}>{t(`host.dialog.stepStates.${stateShown(state, test)}`)}</span>
          </li>
        ))}
      </ol>
      <Result test={test} />
      {test.uri !== uri && test.result.kind !== 'running' && (
        <p className={styles.hint}>{t('host.dialog.testedAnother', { uri: test.uri })}</p>
      )}
    </section>
  );
}

type ShownState = TestStep['state'] | 'cancelled';

/** A step that ran when the test was cancelled does not run any more. */
const stateShown = (state: TestStep['state'], test: HostTest): ShownState =>
  state === 'running' && test.result.kind !== 'running' ? 'cancelled' : state;

function StepIcon({ state }: { readonly state: ShownState }): ReactElement {
  switch (state) {
    case 'running':
      return <Loader size={14} aria-hidden />;
    case 'done':
      return <CircleCheck size={14} aria-hidden />;
    case 'failed':
      return <CircleX size={14} aria-hidden />;
    case 'cancelled':
      return <Ban size={14} aria-hidden />;
  }
}

function Result({ test }: { readonly test: HostTest }): ReactElement | null {
  const { t, i18n } = useTranslation();
  const { result } = test;
  switch (result.kind) {
    case 'running':
      return null;
    case 'cancelled':
      return <p className={styles.hint}>{t('host.dialog.testCancelled')}</p>;
    case 'failed':
      return <Problem error={result.error} />;
    case 'passed': {
      const { facts, domains, ms } = result;
      const hypervisor = [facts.hypervisor, facts.hypervisorVersion].filter((part) => part !== undefined).join(' ');
      const seconds = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
      return (
        <div className={styles.passed}>
          <CircleCheck size={15} aria-hidden />
          <strong>{facts.hostname}</strong>
          <span>
            {t('host.dialog.passed', {
              libvirt: facts.libvirtVersion,
              hypervisor,
              count: domains,
              seconds: seconds.format(ms / 1000),
            })}
          </span>
          {facts.capabilities?.hasKvm === false && (
            <span className={styles.warning}>
              <TriangleAlert size={14} aria-hidden /> {t('host.emulationOnly')}
            </span>
          )}
        </div>
      );
    }
  }
}
