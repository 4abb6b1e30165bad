import { History } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionText } from '../../shared/model/definitionText.ts';
import styles from './nouns.module.css';

/** Says that a definition is the last one seen, and when; nothing for one that the host gave now. */
export function OldDefinition({ definition }: { readonly definition: DefinitionText }): ReactElement | null {
  const { t, i18n } = useTranslation();
  if (definition.from === 'host') return null;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    definition.readAt,
  );
  return (
    <span className={styles.old} role="note">
      <History size={14} aria-hidden /> {t('definition.old', { time })}
    </span>
  );
}
