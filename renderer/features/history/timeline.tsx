import { CloseButton, Loader, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { Problem } from '../../nouns/problem.tsx';
import type { Base } from './side.ts';
import { useFound } from './useFound.ts';
import { VersionDetails } from './versionDetails.tsx';
import { VersionList } from './versionList.tsx';
import type { VersionEntry } from './versionRow.tsx';
import styles from './history.module.css';

interface TimelineProps {
  readonly domain: DomainRef;
  /** Of the VM. */
  readonly name: string;
  /** Where there is more than one kind of versions: which are shown. */
  readonly choice?: ReactNode;
  /** Newest first. */
  readonly versions: readonly DefinitionVersionInfo[];
  /** What can be done with a version. */
  readonly renderActions: (version: DefinitionVersionInfo) => ReactNode;
}

/** All versions of a definition, what a search leaves of them, and the one that is chosen. */
export function Timeline({ domain, name, choice, versions, renderActions }: TimelineProps): ReactElement {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<number>();
  const [base, setBase] = useState<Base>({ kind: 'before' });
  const found = useFound(domain, versions, text);
  const all = versions.map((version, index) => ({ version, previous: versions[index + 1] }));
  const entries: readonly VersionEntry[] | undefined =
    found === undefined
      ? all
      : found.kind === 'loaded'
        ? all.flatMap((entry) => {
            const hit = found.value.find(({ version }) => version.id === entry.version.id);
            return hit === undefined ? [] : [{ ...entry, found: hit }];
          })
        : undefined;
  const listed = entries ?? [];
  const chosen = (listed.find(({ version }) => version.id === picked) ?? listed[0])?.version;
  const choose = (id: number): void => {
    setPicked(id);
    if (base.kind === 'version' && base.id === id) setBase({ kind: 'before' });
  };
  return (
    <div className={styles.columns}>
      <div className={styles.side}>
        {choice}
        <SearchField text={text} onText={setText} />
        {found?.kind === 'loading' && <Loader m="md" size="sm" aria-label={t('history.search.searching')} />}
        {found?.kind === 'failed' && <Problem error={found.error} />}
        {found?.kind === 'loaded' && (
          <p className={styles.count} role="status">
            {found.value.length === 0
              ? t('history.search.none', { text: text.trim() })
              : t('history.search.count', { count: found.value.length })}
          </p>
        )}
        {listed.length > 0 && (
          <VersionList
            entries={listed}
            label={t(found === undefined ? 'history.versions' : 'history.search.results')}
            name={name}
            chosen={chosen?.id}
            compared={base.kind === 'version' ? base.id : undefined}
            onChoose={choose}
            onCompare={(id) => {
              setPicked(chosen?.id);
              setBase({ kind: 'version', id });
            }}
          />
        )}
      </div>
      {chosen !== undefined && (
        <VersionDetails
          domain={domain}
          name={name}
          versions={versions}
          chosen={chosen}
          base={base}
          onBase={setBase}
          actions={renderActions(chosen)}
        />
      )}
    </div>
  );
}

interface SearchFieldProps {
  readonly text: string;
  readonly onText: (text: string) => void;
}

function SearchField({ text, onText }: SearchFieldProps): ReactElement {
  const { t } = useTranslation();
  return (
    <TextInput
      className={styles.search ?? ''}
      size="xs"
      data-filter
      leftSection={<Search size={13} aria-hidden />}
      aria-label={t('history.search.label')}
      placeholder={t('history.search.placeholder')}
      value={text}
      maxLength={200}
      onChange={(event) => onText(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && onText('')}
      rightSection={
        text !== '' && <CloseButton size="xs" aria-label={t('history.search.clear')} onClick={() => onText('')} />
      }
    />
  );
}
