import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { objectKey, type ObjectRef } from '../../../shared/model/objectRef.ts';
import type { DescribedKind } from '../../nouns/nounOf.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useUsers, UserChips } from '../../nouns/users.tsx';
import styles from './object.module.css';

/** The VMs of its host that use it, with the way to each. */
export function UsedBy<K extends DescribedKind>({ of }: { readonly of: ObjectRef<K> }): ReactElement {
  const { t } = useTranslation();
  const [users, reload] = useUsers(of);
  return (
    <section aria-labelledby="object-users" key={objectKey(of)}>
      <h2 id="object-users">{t('object.usedBy')}</h2>
      {users.kind === 'loading' && <p className={styles.note}>{t('object.usersAsking')}</p>}
      {users.kind === 'failed' && <Problem error={users.error} onRetry={reload} />}
      {users.kind === 'loaded' &&
        (users.value.length === 0 ? (
          <p className={styles.note}>{t('object.nobody')}</p>
        ) : (
          <UserChips host={of.host} names={users.value} />
        ))}
    </section>
  );
}
