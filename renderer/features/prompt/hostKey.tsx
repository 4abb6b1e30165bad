import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prompt } from '../../../shared/model/prompt.ts';
import { CopyText } from '../../nouns/copyText.tsx';
import styles from './prompt.module.css';

/** A key nobody here has seen: what to compare with what the host's administrator says. */
export function HostKey({ prompt }: { readonly prompt: Extract<Prompt, { kind: 'hostKey' }> }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles.intro}>{t('prompt.hostKey.intro')}</p>
      <dl className={styles.facts}>
        <dt>{t('prompt.hostKey.server')}</dt>
        <dd>{prompt.server}</dd>
        <dt>{t('prompt.hostKey.type')}</dt>
        <dd>{prompt.keyType}</dd>
        <dt>{t('prompt.hostKey.fingerprint')}</dt>
        <dd className={styles.mono}>
          {prompt.fingerprint} <CopyText text={prompt.fingerprint} label={t('prompt.hostKey.copy')} />
        </dd>
        <dt>{t('prompt.hostKey.file')}</dt>
        <dd className={styles.mono}>{prompt.file}</dd>
      </dl>
    </>
  );
}
