/** Which operating system: as detected, or chosen; what it asks for. */
import { Button, Checkbox } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemLines } from '../problems.tsx';
import { DetectionLine } from '../source/detectionLine.tsx';
import type { CreationState } from '../useCreationDraft.ts';
import { SystemFacts } from './systemFacts.tsx';
import { SystemList } from './systemList.tsx';
import styles from './system.module.css';

export function SystemStep({ state }: { readonly state: CreationState }): ReactElement {
  const { t } = useTranslation();
  const { draft, change, detection, systems, os } = state;
  const detected = detection.kind === 'looked' ? detection.os : undefined;
  return (
    <div className={styles.columns}>
      <div className={styles.left}>
        <SystemList
          systems={systems}
          chosen={os?.id}
          onChoose={(id) => change({ os: { kind: 'chosen', id }, compatible: false })}
        />
      </div>
      <div className={styles.right}>
        <SystemFacts os={os} />
        <DetectionLine detection={detection} systems={systems} os={os} />
        {draft.os.kind === 'chosen' && detected !== undefined && draft.os.id !== detected && (
          <Button variant="default" mt={8} onClick={() => change({ os: { kind: 'detected' } })}>
            {t('createDomain.system.asDetected')}
          </Button>
        )}
        <Checkbox
          mt={14}
          label={t('createDomain.system.compatible')}
          description={t('createDomain.system.compatibleHint')}
          checked={draft.compatible}
          onChange={(event) => change({ compatible: event.currentTarget.checked })}
        />
        <ProblemLines problems={state.problemsAt('system')} />
      </div>
    </div>
  );
}
