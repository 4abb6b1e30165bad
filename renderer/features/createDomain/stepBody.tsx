import { Loader } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../nouns/problem.tsx';
import { cloudInitOf, unattendedOf, withHardware } from './draft.ts';
import { CloudInitStep, UnattendedStep } from './firstBoot/index.ts';
import { HardwareStep } from './hardware/index.ts';
import { PlaceStep } from './place/placeStep.tsx';
import { ReviewStep } from './review/reviewStep.tsx';
import { SourceStep } from './source/sourceStep.tsx';
import type { StepId } from './steps.ts';
import { SystemStep } from './system/systemStep.tsx';
import type { CreationState } from './useCreationDraft.ts';

interface StepBodyProps {
  readonly state: CreationState;
  readonly step: StepId;
  readonly onGo: (step: StepId) => void;
}

export function StepBody({ state, step, onGo }: StepBodyProps): ReactElement {
  switch (step) {
    case 'source':
      return <SourceStep state={state} />;
    case 'system':
      return <SystemStep state={state} />;
    case 'place':
      return <PlaceStep state={state} />;
    case 'hardware':
      return <Hardware state={state} />;
    case 'firstBoot':
      return <FirstBoot state={state} />;
    case 'review':
      return <ReviewStep state={state} onGo={onGo} />;
    default:
      return step satisfies never;
  }
}

function Hardware({ state }: { readonly state: CreationState }): ReactElement | null {
  const { t } = useTranslation();
  const { draft, change, choices, defaults } = state;
  if (defaults.kind === 'failed') return <Problem error={defaults.error} onRetry={state.askDefaults} />;
  if (draft.hosts.length === 0) return <p>{t('createDomain.missing.host')}</p>;
  if (draft.hardware === undefined || choices === undefined)
    return <Loader size="sm" m="md" aria-label={t('createDomain.asking')} />;
  return (
    <HardwareStep
      hardware={draft.hardware}
      onChange={(hardware) => change((now) => withHardware(now, hardware))}
      choices={choices}
      os={state.os}
      hosts={draft.hosts}
      source={draft.kind}
      count={state.names?.length ?? 1}
      problems={saidBefore(state)}
    />
  );
}

/** What can't be asked at all the forms see for themselves, and say it in better words. */
const saidBefore = ({ problems }: CreationState): CreationState['problems'] =>
  problems.filter(({ code }) => code !== 'valueInvalid');

function FirstBoot({ state }: { readonly state: CreationState }): ReactElement {
  const { draft, change, os, names = [], plan } = state;
  const common = { os, hosts: draft.hosts, problems: saidBefore(state), files: plan?.vms[0]?.files ?? [] };
  if (draft.kind === 'cloud' || draft.kind === 'import')
    return (
      <CloudInitStep
        {...common}
        value={cloudInitOf(draft)}
        onChange={(cloudInit) => change({ cloudInit, cloudInitSaid: true })}
        names={names}
        nics={draft.hardware?.nics.length ?? 0}
      />
    );
  return (
    <UnattendedStep
      {...common}
      value={unattendedOf(draft)}
      onChange={(unattended) => change({ unattended })}
      extraMedia={draft.extraMedia}
      onExtraMedia={(extraMedia) => change({ extraMedia })}
    />
  );
}
