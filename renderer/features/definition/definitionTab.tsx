import { ActionIcon, Loader, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, xmlKinds, type DomainRef, type XmlKind } from '../../../shared/model/domain.ts';
import type { CodeViewHandle } from '../../components/codeView.tsx';
import { useDefinition } from '../../nouns/definition.ts';
import { CopyText } from '../../nouns/copyText.tsx';
import { Problem } from '../../nouns/problem.tsx';
import { OldDefinition } from '../../nouns/oldDefinition.tsx';
import { useDomain } from '../../store/inventory.ts';
import styles from './definition.module.css';

const CodeView = lazy(async () => ({ default: (await import('../../components/codeView.tsx')).CodeView }));

/** The XML of a domain, to read: what runs now, and what the next boot takes. */
export function DefinitionTab({ host, uuid }: DomainRef): ReactElement {
  const { t } = useTranslation();
  const domain = useDomain({ host, uuid });
  const active = domain !== undefined && isActive(domain.state);
  const [chosen, setChosen] = useState<XmlKind>('live');
  const [wrap, setWrap] = useState(false);
  const code = useRef<CodeViewHandle>(null);
  // A VM that is off has one definition only, and one that is transient is gone when it is off.
  const both = active && domain.persistent;
  const kind: XmlKind = both ? chosen : active ? 'live' : 'persistent';
  const [loaded, reload] = useDefinition({ host, uuid }, kind);
  const text = loaded.kind === 'loaded' ? loaded.value.xml : '';

  useEffect(() => {
    // The shortcut belongs to the whole page, wherever the focus is in it.
    const searchOnCtrlF = (event: KeyboardEvent): void => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      code.current?.search();
    };
    document.addEventListener('keydown', searchOnCtrlF);
    return () => document.removeEventListener('keydown', searchOnCtrlF);
  }, []);
  return (
    <div className={styles.page}>
      <div className={styles.tools} role="toolbar" aria-label={t('definition.tools')}>
        {both ? (
          <SegmentedControl
            size="xs"
            aria-label={t('definition.which')}
            value={chosen}
            onChange={(value) => setChosen(xmlKinds.find((known) => known === value) ?? 'live')}
            data={xmlKinds.map((value) => ({ value, label: t(`definition.kinds.${value}`) }))}
          />
        ) : (
          <span className={styles.kind}>{t(`definition.kinds.${kind}`)}</span>
        )}
        {loaded.kind === 'loaded' && <OldDefinition definition={loaded.value} />}
        <ReadingTools text={text} wrap={wrap} onWrap={setWrap} onSearch={() => code.current?.search()} />
      </div>
      <div className={styles.content}>
        {loaded.kind === 'loading' && <Loader size="sm" aria-label={t('definition.loading')} />}
        {loaded.kind === 'failed' && <Problem error={loaded.error} onRetry={reload} />}
        {loaded.kind === 'loaded' && (
          <Suspense fallback={<Loader size="sm" aria-label={t('definition.loading')} />}>
            <CodeView
              ref={code}
              text={text}
              label={t('definition.title', { name: domain?.name ?? uuid })}
              wrap={wrap}
            />
          </Suspense>
        )}
      </div>
    </div>
  );
}

interface ReadingToolsProps {
  readonly text: string;
  readonly wrap: boolean;
  readonly onWrap: (wrap: boolean) => void;
  readonly onSearch: () => void;
}

function ReadingTools({ text, wrap, onWrap, onSearch }: ReadingToolsProps): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={styles.right}>
      <Switch
        size="xs"
        label={t('definition.wrap')}
        checked={wrap}
        onChange={(event) => onWrap(event.currentTarget.checked)}
      />
      <Tooltip label={`${t('definition.search')} (Ctrl+F)`}>
        <ActionIcon variant="subtle" aria-label={t('definition.search')} onClick={onSearch}>
          <Search size={15} />
        </ActionIcon>
      </Tooltip>
      <CopyText text={text} label={t('definition.copy')} />
    </span>
  );
}
