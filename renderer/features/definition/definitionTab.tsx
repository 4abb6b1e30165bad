import { Loader, SegmentedControl } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, xmlKinds, type DomainRef, type XmlKind } from '../../../shared/model/domain.ts';
import { useDefinition } from '../../nouns/definition.ts';
import { OldDefinition } from '../../nouns/oldDefinition.tsx';
import { Problem } from '../../nouns/problem.tsx';
import { useDefinitionDraft } from '../../store/definitionDrafts.ts';
import { useDomain, useHost } from '../../store/inventory.ts';
import { DefinitionEditor } from './definitionEditor.tsx';
import { DefinitionReader } from './definitionReader.tsx';
import styles from './definition.module.css';

/** The XML of a domain: what runs now, to read; what the next boot takes, to edit. */
export function DefinitionTab({ host, uuid }: DomainRef): ReactElement {
  const { t } = useTranslation();
  const ref = { host, uuid };
  const domain = useDomain(ref);
  const readOnly = useHost(host)?.readOnly === true;
  const draft = useDefinitionDraft(ref);
  const active = domain !== undefined && isActive(domain);
  // Whoever left with something unfinished comes back to it.
  const [chosen, setChosen] = useState<XmlKind>(draft === undefined ? 'live' : 'persistent');
  // A VM that is off has one definition only, and one that is transient is gone when it is off.
  const both = active && domain.persistent;
  const kind: XmlKind = both ? chosen : active ? 'live' : 'persistent';
  const [loaded, reload] = useDefinition(ref, kind);
  const choice = both ? (
    <SegmentedControl
      size="xs"
      aria-label={t('definition.which')}
      value={chosen}
      onChange={(value) => setChosen(xmlKinds.find((known) => known === value) ?? 'live')}
      data={xmlKinds.map((value) => ({ value, label: t(`definition.kinds.${value}`) }))}
    />
  ) : (
    <span className={styles.kind}>{t(`definition.kinds.${kind}`)}</span>
  );
  if (loaded.kind === 'loading') return <Loader size="sm" m="md" aria-label={t('definition.loading')} />;
  if (loaded.kind === 'failed')
    return (
      <div className={styles.page}>
        <div className={styles.tools}>{choice}</div>
        <Problem error={loaded.error} onRetry={reload} />
      </div>
    );
  const title = t('definition.title', { name: domain?.name ?? uuid });
  if (kind === 'persistent' && loaded.value.from === 'host' && !readOnly)
    return <DefinitionEditor domain={ref} current={loaded.value.xml} title={title} choice={choice} />;
  return (
    <DefinitionReader
      domain={ref}
      text={loaded.value.xml}
      title={title}
      choice={
        <>
          {choice}
          <OldDefinition definition={loaded.value} />
        </>
      }
      {...(both && !readOnly && loaded.value.from === 'host' && { onEdit: () => setChosen('persistent') })}
      transient={domain?.persistent === false}
    />
  );
}
