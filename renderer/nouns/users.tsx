/** Who uses an object: VMs of its host, by their names. */
import { useThrottledValue } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { domainObject } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import { objectKey, type ObjectRef } from '../../shared/model/objectRef.ts';
import { useDomainNamed, useInventory, useRecord } from '../store/inventory.ts';
import { shortened } from '../components/confirmation.ts';
import { useLoaded, type Loaded } from './loaded.ts';
import { ObjectLink } from './objectLink.tsx';
import { nounOf, type DescribedKind } from './nounOf.ts';
import styles from './nouns.module.css';

/** Definitions come by the hundred after connecting; all of them are looked through each time. */
const ASK_AGAIN_MS = 5000;

/** Another number when the definition of any VM of the host is another one. */
const useDefinitionsOf = (host: HostId): number =>
  useInventory(({ domain: { records } }) =>
    Object.values(records).reduce(
      (sum, { host: place, definition }) =>
        place === host ? sum + Number.parseInt(definition?.xmlHash.slice(0, 8) ?? '1', 16) : sum,
      0,
    ),
  );

/** Asked for again when the object's name or the definition of any VM of its host is another one. */
export function useUsers<K extends DescribedKind>(of: ObjectRef<K>): readonly [Loaded<readonly string[]>, () => void] {
  const { users, name } = nounOf[of.kind];
  const record = useRecord(of);
  const definitions = useThrottledValue(useDefinitionsOf(of.host), ASK_AGAIN_MS);
  const version = `${record === undefined ? '' : name(record)} ${definitions}`;
  return useLoaded(objectKey(of), version, async (signal) => (await users?.(of, { signal })) ?? []);
}

interface UserChipsProps {
  readonly host: string;
  readonly names: readonly string[];
  /** Named at most; then how many there are besides. Absent: about a dozen. */
  readonly most?: number;
}

export function UserChips({ host, names, most }: UserChipsProps): ReactElement {
  const { t } = useTranslation();
  const { listed, rest } = shortened(names, most);
  return (
    <ul className={styles.chips}>
      {listed.map((name) => (
        <li key={name}>
          <UserChip host={host} name={name} />
        </li>
      ))}
      {rest > 0 && <li>{t('object.confirm.more', { count: rest })}</li>}
    </ul>
  );
}

function UserChip({ host, name }: { readonly host: string; readonly name: string }): ReactElement {
  const domain = useDomainNamed(host, name);
  return (
    <ObjectLink of={domain && domainObject(domain)} className={styles.chip}>
      {name}
    </ObjectLink>
  );
}
