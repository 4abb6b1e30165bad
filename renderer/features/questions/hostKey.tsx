import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../../shared/model/question.ts';
import { CopyText } from '../../nouns/copyText.tsx';
import styles from './questions.module.css';

/** A key nobody here has seen: what to compare with what the host's administrator says. */
export function HostKey({ question }: { readonly question: Extract<Question, { kind: 'hostKey' }> }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles.intro}>{t('questions.hostKey.intro')}</p>
      <dl className={styles.facts}>
        <dt>{t('questions.hostKey.server')}</dt>
        <dd>{question.server}</dd>
        <dt>{t('questions.hostKey.type')}</dt>
        <dd>{question.keyType}</dd>
        <dt>{t('questions.hostKey.fingerprint')}</dt>
        <dd className={styles.mono}>
          {question.fingerprint} <CopyText text={question.fingerprint} label={t('questions.hostKey.copy')} />
        </dd>
        <dt>{t('questions.hostKey.file')}</dt>
        <dd className={styles.mono}>{question.file}</dd>
      </dl>
    </>
  );
}
