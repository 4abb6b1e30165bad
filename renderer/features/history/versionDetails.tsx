import { SegmentedControl } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { timeText } from '../../nouns/timeAgo.tsx';
import { useLayout } from '../../store/settings.ts';
import { Author } from './author.tsx';
import { BaseChoice } from './baseChoice.tsx';
import { Comparison, views, type View } from './comparison.tsx';
import type { Base } from './side.ts';
import styles from './history.module.css';

interface VersionDetailsProps {
  readonly domain: DomainRef;
  /** Of the VM. */
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly DefinitionVersionInfo[];
  readonly chosen: DefinitionVersionInfo;
  readonly base: Base;
  readonly onBase: (base: Base) => void;
  /** What can be done with the chosen version. */
  readonly actions: ReactNode;
}

/** One version: when and by whom, what can be done with it, and how it differs from another. */
export function VersionDetails({
  domain,
  name,
  versions,
  chosen,
  base,
  onBase,
  actions,
}: VersionDetailsProps): ReactElement {
  const { t, i18n } = useTranslation();
  const [view, setView] = useLayout<View>('history.view', 'split', isView);
  const first = versions.at(-1) === chosen;
  return (
    <section className={styles.details} aria-label={t('history.details')}>
      <header className={styles.head}>
        <h2>{timeText(chosen.seenAt, i18n.language)}</h2>
        <Author version={chosen} name={name} first={first} />
        <span className={styles.actions}>{actions}</span>
      </header>
      <div className={styles.tools}>
        <span className={styles.quiet}>{t('history.compareWith')}</span>
        <BaseChoice domain={domain} versions={versions} chosen={chosen} base={base} onBase={onBase} />
        <SegmentedControl
          ml="auto"
          size="xs"
          aria-label={t('history.show')}
          value={view}
          onChange={(value) => setView(views.find((each) => each === value) ?? 'split')}
          data={views.map((value) => ({ value, label: t(`history.views.${value}`) }))}
        />
      </div>
      <Comparison domain={domain} versions={versions} chosen={chosen} base={base} view={view} />
    </section>
  );
}

const isView = (value: unknown): value is View => views.some((each) => each === value);
