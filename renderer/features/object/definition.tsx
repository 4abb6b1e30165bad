/** The XML of an object, to read. */
import { Loader } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { objectKey, type ObjectRef } from '../../../shared/model/objectRef.ts';
import { appError } from '../../../shared/errors.ts';
import { Switch } from '@mantine/core';
import { Code } from '../../components/code.tsx';
import { CopyText } from '../../nouns/copyText.tsx';
import { useLoaded } from '../../nouns/loaded.ts';
import { nounOf, type DescribedKind } from '../../nouns/nounOf.ts';
import { OldDefinition } from '../../nouns/oldDefinition.tsx';
import { Problem } from '../../nouns/problem.tsx';
import { useHost, useRecord } from '../../store/inventory.ts';
import styles from './object.module.css';

interface ObjectDefinitionProps<K extends DescribedKind> {
  readonly of: ObjectRef<K>;
}

/** Read again whenever its record or the connection changes. */
export function ObjectDefinition<K extends DescribedKind>({ of }: ObjectDefinitionProps<K>): ReactElement {
  const { t } = useTranslation();
  const record = useRecord(of);
  const connected = useHost(of.host)?.status.kind === 'connected';
  const [wrap, setWrap] = useState(false);
  const { definition, name } = nounOf[of.kind];
  const version = `${connected} ${JSON.stringify(record)}`;
  const [loaded, reload] = useLoaded(objectKey(of), version, async (signal) => {
    if (definition === undefined) throw appError('notSupported', `no definition of a ${of.kind}`);
    return await definition(of, { signal });
  });
  if (loaded.kind === 'loading') return <Loader size="sm" m="md" aria-label={t('definition.loading')} />;
  if (loaded.kind === 'failed') return <Problem error={loaded.error} onRetry={reload} />;
  const { xml } = loaded.value;
  return (
    <div className={styles.definition}>
      <div className={styles.tools} role="toolbar" aria-label={t('definition.tools')}>
        <OldDefinition definition={loaded.value} />
        <Switch
          size="xs"
          label={t('definition.wrap')}
          checked={wrap}
          onChange={(event) => setWrap(event.currentTarget.checked)}
        />
        <CopyText text={xml} label={t('definition.copy')} />
      </div>
      <div className={styles.code}>
        <Code text={xml} wrap={wrap} label={t('object.definitionOf', { name: record ? name(record) : of.id })} />
      </div>
    </div>
  );
}
