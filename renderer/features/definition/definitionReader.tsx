import { Button } from '@mantine/core';
import { useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import type { CodeEditorHandle } from '../../components/codeEditor.tsx';
import { Code } from '../../components/code.tsx';
import { Comparison } from './compare.tsx';
import styles from './definition.module.css';
import { Notice } from './notices.tsx';
import { Tools, useLooking, useSearchKey } from './tools.tsx';

interface DefinitionReaderProps {
  readonly domain: DomainRef;
  readonly text: string;
  readonly title: string;
  readonly choice: ReactNode;
  /** Absent where there is nothing that could be edited instead. */
  readonly onEdit?: () => void;
  readonly transient: boolean;
}

/** A definition that can't be edited as a whole. */
export function DefinitionReader(props: DefinitionReaderProps): ReactElement {
  const { domain, text, title, choice, onEdit, transient } = props;
  const { t } = useTranslation();
  const code = useRef<CodeEditorHandle>(null);
  const looking = useLooking();
  useSearchKey(code);
  return (
    <div className={styles.page}>
      <Tools domain={domain} text={text} code={code} looking={looking} choice={choice}>
        {onEdit !== undefined && (
          <Button variant="default" onClick={onEdit} title={t('definition.editHint')}>
            {t('definition.edit')}
          </Button>
        )}
      </Tools>
      {transient && <Notice kind="info" text={t('definition.transient')} />}
      <div className={styles.content} data-split={looking.base !== null}>
        <Code ref={code} text={text} label={title} wrap={looking.wrap} />
        {looking.base !== null && <Comparison domain={domain} base={looking.base} text={text} />}
      </div>
    </div>
  );
}
