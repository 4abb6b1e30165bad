import { ActionIcon, Switch, Tooltip } from '@mantine/core';
import { ListEnd, Search } from 'lucide-react';
import { useEffect, useState, type ReactElement, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import type { CodeEditorHandle } from '../../components/codeEditor.tsx';
import { CopyText } from '../../nouns/copyText.tsx';
import { BaseChoice, type Base } from './compare.tsx';
import styles from './definition.module.css';

/** How the text is looked at; nothing that changes it. */
export interface Looking {
  readonly wrap: boolean;
  readonly base: Base | null;
  readonly setWrap: (wrap: boolean) => void;
  readonly setBase: (base: Base | null) => void;
}

export function useLooking(): Looking {
  const [wrap, setWrap] = useState(false);
  const [base, setBase] = useState<Base | null>(null);
  return { wrap, base, setWrap, setBase };
}

/** The shortcut belongs to the whole page, wherever the focus is in it. */
export function useSearchKey(code: RefObject<CodeEditorHandle | null>): void {
  useEffect(() => {
    const searchOnCtrlF = (event: KeyboardEvent): void => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      code.current?.search();
    };
    document.addEventListener('keydown', searchOnCtrlF);
    return () => document.removeEventListener('keydown', searchOnCtrlF);
  }, [code]);
}

interface ToolsProps {
  readonly domain: DomainRef;
  readonly text: string;
  readonly code: RefObject<CodeEditorHandle | null>;
  readonly looking: Looking;
  readonly choice: ReactNode;
  /** Verbs at the end. */
  readonly children?: ReactNode;
}

export function Tools({ domain, text, code, looking, choice, children }: ToolsProps): ReactElement {
  const { t } = useTranslation();
  const { wrap, setWrap, base, setBase } = looking;
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('definition.tools')}>
      {choice}
      <BaseChoice domain={domain} value={base} onChange={setBase} />
      <Switch
        size="xs"
        label={t('definition.wrap')}
        checked={wrap}
        onChange={(event) => setWrap(event.currentTarget.checked)}
      />
      <span className={styles.icons}>
        <Tooltip label={`${t('definition.search')} (Ctrl+F)`}>
          <ActionIcon aria-label={t('definition.search')} onClick={() => code.current?.search()}>
            <Search size={15} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={`${t('definition.goToLine')} (Ctrl+Alt+G)`}>
          <ActionIcon aria-label={t('definition.goToLine')} onClick={() => code.current?.askLine()}>
            <ListEnd size={15} />
          </ActionIcon>
        </Tooltip>
        <CopyText text={text} label={t('definition.copy')} />
      </span>
      <span className={styles.verbs}>{children}</span>
    </div>
  );
}
