import { Button } from '@mantine/core';
import { Info, TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionEditing } from './useDefinitionText.ts';
import styles from './definition.module.css';

interface NoticeProps {
  readonly kind: 'info' | 'warning';
  readonly text: string;
  readonly children?: ReactNode;
}

export function Notice({ kind, text, children }: NoticeProps): ReactElement {
  return (
    <div className={styles.notice} data-kind={kind} role="status">
      {kind === 'info' ? <Info size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
      <span>{text}</span>
      {children}
    </div>
  );
}

interface EditingNoticesProps {
  readonly editing: DefinitionEditing;
  readonly onCompare: () => void;
}

/** What somebody who edits must know before they review. */
export function EditingNotices({ editing, onCompare }: EditingNoticesProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {editing.outdated && (
        <Notice kind="warning" text={t('definition.outdated')}>
          <Button size="compact-xs" variant="default" onClick={onCompare}>
            {t('definition.showTheirs')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={editing.discard}>
            {t('definition.startAnew')}
          </Button>
        </Notice>
      )}
      {editing.state === 'typed' && editing.replaces > 0 && (
        <Notice kind="warning" text={t('definition.replaces', { count: editing.replaces })} />
      )}
    </>
  );
}
