/** What will be done, VM by VM: problems first, each with the way to where it is put right. */
import { Loader, Select, Tabs } from '@mantine/core';
import { CircleX, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlannedVm } from '../../../../shared/model/creation/creationPlan.ts';
import { Problem } from '../../../nouns/problem.tsx';
import { AfterCreation } from '../place/afterCreation.tsx';
import { useProblemText } from '../problems.tsx';
import { stepOf, stepOfMissing, type StepId } from '../steps.ts';
import type { CreationState } from '../useCreationDraft.ts';
import { DomainSteps, VolumeTable } from './domainPlan.tsx';
import styles from './review.module.css';

const CodeView = lazy(async () => ({ default: (await import('../../../components/codeView.tsx')).CodeView }));

interface ReviewStepProps {
  readonly state: CreationState;
  readonly onGo: (step: StepId) => void;
}

export function ReviewStep({ state, onGo }: ReviewStepProps): ReactElement {
  const { t } = useTranslation();
  const { plan, planError, missing } = state;
  const [chosen, setChosen] = useState<string>();
  const vm = plan?.vms.find(({ name }) => name === chosen) ?? plan?.vms[0];
  return (
    <div className={styles.review}>
      {missing !== undefined && (
        <p className={styles.missing}>
          <CircleX size={14} aria-hidden />
          {t(`createDomain.missing.${missing}`)}
          <Way to={stepOfMissing(missing)} onGo={onGo} />
        </p>
      )}
      {planError !== undefined && <Problem error={planError} />}
      <Problems state={state} onGo={onGo} />
      {plan === undefined && state.planning && <Loader size="sm" m="md" aria-label={t('createDomain.planning')} />}
      {plan !== undefined && vm !== undefined && (
        <>
          <div className={styles.head}>
            {plan.vms.length > 1 ? (
              <Select
                aria-label={t('createDomain.review.domain')}
                className={styles.vms ?? ''}
                data={plan.vms.map(({ name, hostName }) => ({
                  value: name,
                  label: t('createDomain.review.domainOnHost', { name, host: hostName }),
                }))}
                value={vm.name}
                allowDeselect={false}
                onChange={(name) => setChosen(name ?? undefined)}
              />
            ) : (
              <h3>{t('createDomain.review.domainOnHost', { name: vm.name, host: vm.hostName })}</h3>
            )}
            <AfterCreation state={state} />
          </div>
          <VmTabs key={vm.name} vm={vm} />
        </>
      )}
    </div>
  );
}

function Problems({ state, onGo }: ReviewStepProps): ReactElement | null {
  const text = useProblemText();
  const { problems, draft } = state;
  if (problems.length === 0) return null;
  const sorted = problems.toSorted((a, b) => a.level.localeCompare(b.level));
  return (
    <ul className={styles.problems}>
      {sorted.map((problem) => (
        <li key={text(problem)} data-level={problem.level}>
          {problem.level === 'error' ? <CircleX size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
          <span>{text(problem)}</span>
          <Way to={stepOf(problem, draft.kind)} onGo={onGo} />
        </li>
      ))}
    </ul>
  );
}

function Way({ to, onGo }: { readonly to: StepId; readonly onGo: (step: StepId) => void }): ReactElement | null {
  const { t } = useTranslation();
  if (to === 'review') return null;
  return (
    <button type="button" className={styles.way} onClick={() => onGo(to)}>
      {t(`createDomain.steps.${to}`)}
    </button>
  );
}

function VmTabs({ vm }: { readonly vm: PlannedVm }): ReactElement {
  const { t } = useTranslation();
  const { files, xml, installXml } = vm;
  const tabs: readonly { readonly id: string; readonly label: string; readonly content: ReactNode }[] = [
    {
      id: 'steps',
      label: t('createDomain.review.steps'),
      content: (
        <div className={styles.plan}>
          <DomainSteps vm={vm} />
          <VolumeTable vm={vm} />
        </div>
      ),
    },
    ...files.map(({ name, text }) => ({ id: `file ${name}`, label: name, content: <Code label={name} text={text} /> })),
    ...(installXml === undefined
      ? []
      : [
          {
            id: 'install',
            label: t('createDomain.review.installXml'),
            content: <Code label={t('createDomain.review.installXml')} text={installXml} />,
          },
        ]),
    {
      id: 'xml',
      label: t('createDomain.review.xml'),
      content: <Code label={t('createDomain.review.xml')} text={xml} />,
    },
  ];
  return (
    <Tabs defaultValue="steps" keepMounted={false} className={styles.tabs}>
      <Tabs.List>
        {tabs.map(({ id, label }) => (
          <Tabs.Tab key={id} value={id}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ id, content }) => (
        <Tabs.Panel key={id} value={id} className={styles.panel}>
          {content}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Code({ text, label }: { readonly text: string; readonly label: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<Loader size="sm" m="md" aria-label={t('definition.loading')} />}>
      <CodeView text={text} label={label} wrap />
    </Suspense>
  );
}
