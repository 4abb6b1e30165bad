import { Loader } from '@mantine/core';
import { lazy, Suspense, useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { definitionChanges } from '../../../shared/model/definitionChanges.ts';
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { LineDiff } from '../../nouns/lineDiff.tsx';
import { useLoaded } from '../../nouns/loaded.ts';
import { Problem } from '../../nouns/problem.tsx';
import { timeText } from '../../nouns/timeAgo.tsx';
import { useSideTitles } from './baseWords.ts';
import { useChangeWords } from './changeWords.ts';
import { baseKey, readPair, type Base, type Pair } from './side.ts';
import { SideBySide } from './sideBySide.tsx';
import { versionText } from './versionTexts.ts';
import styles from './history.module.css';

const CodeView = lazy(async () => ({ default: (await import('../../components/codeView.tsx')).CodeView }));

export const views = ['split', 'unified', 'xml'] as const;
export type View = (typeof views)[number];

interface ComparisonProps {
  readonly domain: DomainRef;
  readonly versions: readonly DefinitionVersionInfo[];
  readonly chosen: DefinitionVersionInfo;
  readonly base: Base;
  readonly view: View;
}

/** A version beside what it is compared with: what differs in words, and line by line; or its text alone. */
export function Comparison(props: ComparisonProps): ReactElement {
  const { t } = useTranslation();
  const { versions, chosen, base, view } = props;
  const previous = versions[versions.indexOf(chosen) + 1];
  // The newest version stands for what is current: a change makes another.
  const [pair, reload] = useLoaded(`${chosen.id} ${baseKey(base)}`, `${previous?.id} ${versions[0]?.id}`, (signal) =>
    readPair(chosen, base, previous, signal),
  );
  if (view === 'xml') return <VersionXml version={chosen} />;
  switch (pair.kind) {
    case 'loading':
      return <Loader size="sm" aria-label={t('history.reading')} />;
    case 'failed':
      return <Problem error={pair.error} onRetry={reload} />;
    case 'loaded':
      return pair.value === undefined ? (
        <>
          <p className={styles.quiet}>{t('history.first')}</p>
          <VersionXml version={chosen} />
        </>
      ) : (
        <Differences {...props} pair={pair.value} />
      );
    default:
      return pair satisfies never;
  }
}

function Differences({
  domain,
  versions,
  chosen,
  base,
  view,
  pair,
}: ComparisonProps & { readonly pair: Pair }): ReactElement {
  const { t } = useTranslation();
  const words = useChangeWords();
  const titles = useSideTitles(domain, versions, chosen, base);
  const changes = useMemo(() => definitionChanges(pair.before, pair.after), [pair]);
  if (pair.before === pair.after) return <p className={styles.quiet}>{t('history.same')}</p>;
  return (
    <>
      <section className={styles.changes} aria-label={t('history.changes')}>
        <h3>{t('history.changesTo', { count: changes.length })}</h3>
        {changes.length === 0 ? (
          <p className={styles.quiet}>{t('history.nothingReadable')}</p>
        ) : (
          <ul>
            {changes.map((change, index) => (
              <li key={index} data-kind={change.kind}>
                {words(change)}
              </li>
            ))}
          </ul>
        )}
      </section>
      {view === 'split' ? (
        <SideBySide {...pair} titles={titles} label={t('history.diff')} />
      ) : (
        <div className={styles.unified}>
          <LineDiff {...pair} label={t('history.diff')} />
        </div>
      )}
    </>
  );
}

/** The whole text of a version, to read. */
function VersionXml({ version }: { readonly version: DefinitionVersionInfo }): ReactElement {
  const { t, i18n } = useTranslation();
  const [loaded, reload] = useLoaded(`${version.id}`, '', () => versionText(version.id));
  const loader = <Loader size="sm" aria-label={t('history.reading')} />;
  switch (loaded.kind) {
    case 'loading':
      return loader;
    case 'failed':
      return <Problem error={loaded.error} onRetry={reload} />;
    case 'loaded':
      return (
        <div className={styles.xml}>
          <Suspense fallback={loader}>
            <CodeView
              text={loaded.value}
              label={t('history.xml', { time: timeText(version.seenAt, i18n.language) })}
              wrap={false}
            />
          </Suspense>
        </div>
      );
    default:
      return loaded satisfies never;
  }
}
