/** Who uses an object: VMs of its host, by their names. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { domainObject } from '../../shared/model/domain.ts';
import { objectKey, type ObjectRef } from '../../shared/model/objectRef.ts';
import { useDomainsOf, useRecord } from '../store/inventory.ts';
import { shortened } from '../components/confirmation.ts';
import { useLoaded, type Loaded } from './loaded.ts';
import { ObjectLink } from './objectLink.tsx';
import { nounOf, type DescribedKind } from './nounOf.ts';
import styles from './nouns.module.css';

/** Asked for again when the object or any VM of its host changes. */
export function useUsers<K extends DescribedKind>(of: ObjectRef<K>): readonly [Loaded<readonly string[]>, () => void] {
  const { users } = nounOf[of.kind];
  const record = useRecord(of);
  const hashes = useDomainsOf(of.host).map(({ name, definition }) => `${name} ${definition?.xmlHash ?? ''}`);
  const version = `${record === undefined ? '' : nounOf[of.kind].name(record)} ${hashes.join(' ')}`;
  return useLoaded(objectKey(of), version, async (signal) => (await users?.(of, { signal })) ?? []);
}

interface UserChipsProps {
  readonly host: string;
  readonly names: readonly string[];
}

export function UserChips({ host, names }: UserChipsProps): ReactElement {
  const { t } = useTranslation();
  const domains = useDomainsOf(host);
  const { listed, rest } = shortened(names);
  return (
    <ul className={styles.chips}>
      {listed.map((name) => {
        const domain = domains.find((one) => one.name === name);
        return (
          <li key={name}>
            <ObjectLink of={domain && domainObject(domain)} className={styles.chip}>
              {name}
            </ObjectLink>
          </li>
        );
      })}
      {rest > 0 && <li>{t('object.confirm.more', { count: rest })}</li>}
    </ul>
  );
}
