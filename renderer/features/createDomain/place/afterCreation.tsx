import { Radio } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreationState } from '../useCreationDraft.ts';
import styles from './place.module.css';

/** Started, or left off to be edited. */
export function AfterCreation({ state }: { readonly state: CreationState }): ReactElement {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t('createDomain.place.after')}
      value={state.draft.start ? 'start' : 'edit'}
      onChange={(value) => state.change({ start: value === 'start' })}
    >
      <div className={styles.radios}>
        {(['start', 'edit'] as const).map((value) => (
          <Radio key={value} size="xs" value={value} label={t(`createDomain.place.then.${value}`)} />
        ))}
      </div>
    </Radio.Group>
  );
}
