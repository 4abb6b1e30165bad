import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionHit, DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { useLoaded } from '../../nouns/loaded.ts';
import { ProblemLine } from '../../nouns/problem.tsx';
import { TimeAgo } from '../../nouns/timeAgo.tsx';
import { Author } from './author.tsx';
import { useChangeWords } from './changeWords.ts';
import type { Found } from './found.ts';
import { versionChanges } from './versionTexts.ts';
import styles from './history.module.css';

/** Changes, or lines of a hit, that a row shows. */
const SHOWN = 3;

export interface VersionEntry {
  readonly version: DefinitionVersionInfo;
  /** The one before it, if there is one. */
  readonly previous: DefinitionVersionInfo | undefined;
  /** What a search found in it, in place of all changes. */
  readonly found?: Found;
}

interface VersionRowProps {
  readonly entry: VersionEntry;
  /** Of the VM. */
  readonly name: string;
}

/** When, by whom, and what changed. Read when it comes into view. */
export function VersionRow({ entry, name }: VersionRowProps): ReactElement {
  const { version, previous, found } = entry;
  return (
    <>
      <div className={styles.when}>
        <TimeAgo at={version.seenAt} />
        <Author version={version} name={name} first={previous === undefined} />
      </div>
      {found === undefined && <ChangeSummary version={version} previous={previous} />}
      {found !== undefined && found.sentences.length > 0 && <Sentences sentences={found.sentences} />}
      {found !== undefined && found.sentences.length === 0 && <HitLines lines={found.lines} />}
    </>
  );
}

function ChangeSummary({ version, previous }: VersionEntry): ReactElement | null {
  const { t } = useTranslation();
  const words = useChangeWords();
  const [loaded] = useLoaded(`${version.id}`, `${previous?.id}`, () => versionChanges(version, previous));
  if (previous === undefined) return null;
  switch (loaded.kind) {
    case 'loading':
      return <div className={styles.summary}>…</div>;
    case 'failed':
      return <ProblemLine error={loaded.error} />;
    case 'loaded':
      return loaded.value.length === 0 ? (
        <div className={styles.summary}>{t('history.nothingReadable')}</div>
      ) : (
        <Sentences sentences={loaded.value.map(words)} />
      );
    default:
      return loaded satisfies never;
  }
}

function Sentences({ sentences }: { readonly sentences: readonly string[] }): ReactElement {
  return (
    <>
      {sentences.slice(0, SHOWN).map((sentence, index) => (
        <div key={index} className={styles.summary} title={sentence}>
          {sentence}
        </div>
      ))}
      <More count={sentences.length - SHOWN} />
    </>
  );
}

function HitLines({ lines }: { readonly lines: DefinitionHit['lines'] }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {lines.slice(0, SHOWN).map(({ kind, text }, index) => (
        <div key={index} className={styles.hit} data-kind={kind} title={text}>
          <span className={styles.sign} role="img" aria-label={t(`diff.${kind}`)}>
            {kind === 'added' ? '+' : '−'}
          </span>
          {text}
        </div>
      ))}
      <More count={lines.length - SHOWN} />
    </>
  );
}

function More({ count }: { readonly count: number }): ReactElement | null {
  const { t } = useTranslation();
  return count > 0 ? <div className={styles.more}>{t('history.more', { count })}</div> : null;
}
