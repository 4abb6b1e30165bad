/** What an object is, and who uses it: the overview of any noun that has no other. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import type { ObjectRecords } from '../../../shared/model/objects.ts';
import { DefinitionList, Fact } from '../../components/definitionList.tsx';
import { targetOf } from '../../nouns/noun.ts';
import { nounOf, type DescribedKind } from '../../nouns/nounOf.ts';
import { useRecord } from '../../store/inventory.ts';
import styles from './object.module.css';
import { UsedBy } from './usedBy.tsx';

interface ObjectOverviewProps<K extends DescribedKind> {
  readonly of: ObjectRef<K>;
}

export function ObjectOverview<K extends DescribedKind>({ of }: ObjectOverviewProps<K>): ReactElement | null {
  const record = useRecord(of);
  if (record === undefined) return null;
  const { look, users } = nounOf[of.kind];
  return (
    <div className={styles.overview} data-stale={look(targetOf(of.kind, record)) === 'stale'}>
      <Facts kind={of.kind} record={record} />
      {users !== undefined && <UsedBy of={of} />}
    </div>
  );
}

interface FactsProps<K extends DescribedKind> {
  readonly kind: K;
  readonly record: ObjectRecords[K];
}

function Facts<K extends DescribedKind>({ kind, record }: FactsProps<K>): ReactElement {
  const { t } = useTranslation();
  const { facts = [] } = nounOf[kind];
  return (
    <section aria-labelledby="object-facts">
      <h2 id="object-facts">{t('object.facts')}</h2>
      <DefinitionList>
        {facts.map(({ label, render }) => {
          const value = render(record);
          return value === undefined ? null : (
            <Fact key={label} name={t(label)}>
              {value}
            </Fact>
          );
        })}
      </DefinitionList>
    </section>
  );
}
