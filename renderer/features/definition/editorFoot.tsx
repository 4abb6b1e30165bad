import { Loader } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemLine } from '../../nouns/problem.tsx';
import { shortcutText } from '../../nouns/shortcut.ts';
import styles from './definition.module.css';
import type { TextState } from './useDefinitionText.ts';
import type { HostCheck } from './useHostCheck.ts';

const shortcuts = [
  ['review', 'mod+Enter'],
  ['suggestions', 'Ctrl+Space'],
  ['find', 'mod+F'],
  ['fault', 'F8'],
  ['leave', 'Esc Tab'],
] as const;

interface EditorFootProps {
  readonly state: TextState;
  readonly check: HostCheck;
}

/** How the text stands, what the host said of it, and what the keyboard does. */
export function EditorFoot({ state, check }: EditorFootProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.foot}>
      <span role="status" className={styles.state} data-state={state}>
        {t(`definition.states.${state}`)}
      </span>
      <CheckResult check={check} />
      <span className={styles.shortcuts}>
        {shortcuts.map(([id, key]) => (
          <span key={id}>
            <kbd>{shortcutText(key)}</kbd> {t(`definition.shortcuts.${id}`)}
          </span>
        ))}
      </span>
    </div>
  );
}

function CheckResult({ check }: { readonly check: HostCheck }): ReactElement | null {
  const { t } = useTranslation();
  switch (check.kind) {
    case 'none':
    case 'wrong': // its marks say it
      return null;
    case 'asking':
      return <Loader size={12} aria-label={t('definition.checking')} />;
    case 'right':
      return (
        <span className={styles.right} role="status">
          <CircleCheck size={13} aria-hidden />{' '}
          {t(check.schema === 'host' ? 'definition.checkedBySchema' : 'definition.checked')}
        </span>
      );
    case 'failed':
      return <ProblemLine error={check.error} />;
    default:
      return check satisfies never;
  }
}
