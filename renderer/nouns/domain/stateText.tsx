import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Domain } from '../../../shared/model/domain.ts';
import { hasWords } from '../../words/hasWords.ts';
import { useStateWord } from '../statusIcon.tsx';
import styles from './stateText.module.css';

/** The state, with its reason where that is worth knowing: paused by an I/O error, off because it crashed. */
export function StateText({ domain }: { readonly domain: Domain }): ReactElement {
  const { t } = useTranslation();
  const word = useStateWord();
  const reason = `domain.reasons.${domain.state}.${domain.stateReason}`;
  return (
    <span className={styles.state} data-state={domain.state}>
      {word(domain)}
      {hasWords(reason) && ` (${t(reason)})`}
    </span>
  );
}
