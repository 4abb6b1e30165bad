import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from './copyText.tsx';
import styles from './nouns.module.css';

/** A UUID as a fact of its object. */
export function CopyUuid({ uuid }: { readonly uuid: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <span className={styles.uuid}>{uuid}</span>
      <CopyText text={uuid} label={t('object.copyUuid')} />
    </>
  );
}
