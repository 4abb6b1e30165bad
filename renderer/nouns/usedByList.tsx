/** In a question: who uses what it is about. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../shared/errors.ts';
import { objectKey } from '../../shared/model/objectRef.ts';
import { useLoaded } from './loaded.ts';
import { refTo, type Target } from './noun.ts';
import { nounOf, type DescribedKind } from './nounOf.ts';
import { ProblemLine } from './problem.tsx';
import { UserChips } from './users.tsx';
import styles from './nouns.module.css';

interface UsedByListProps<K extends DescribedKind> {
  readonly kind: K;
  readonly targets: readonly Target<K>[];
}

/** What one host has of users, or why that is not known. */
interface OfHost {
  readonly host: string;
  readonly names: readonly string[];
  readonly error?: ErrorData;
}

export function UsedByList<K extends DescribedKind>({ kind, targets }: UsedByListProps<K>): ReactElement {
  const { t } = useTranslation();
  const refs = targets.map(({ record }) => refTo(kind, record));
  const [loaded] = useLoaded(refs.map(objectKey).join(' '), '', () => askUsers(kind, targets));
  if (loaded.kind === 'loading') return <p>{t('object.usersAsking')}</p>;
  const hosts = loaded.kind === 'loaded' ? loaded.value : [{ host: '', names: [], error: loaded.error }];
  const used = hosts.filter(({ names }) => names.length > 0);
  const failed = hosts.flatMap(({ error }) => error ?? []);
  if (used.length === 0 && failed.length === 0)
    return <p>{t(targets.length === 1 ? 'object.confirm.unused' : 'object.confirm.unusedMany')}</p>;
  return (
    <div className={styles.usedBy}>
      {used.length > 0 && <p>{t('object.confirm.usedBy')}</p>}
      {used.map(({ host, names }) => (
        <UserChips key={host} host={host} names={names} />
      ))}
      {failed.map((error, at) => (
        <p key={at}>
          {t('object.confirm.usersUnknown')} <ProblemLine error={error} />
        </p>
      ))}
    </div>
  );
}

/** By host, each name once. */
async function askUsers<K extends DescribedKind>(kind: K, targets: readonly Target<K>[]): Promise<readonly OfHost[]> {
  const { users } = nounOf[kind];
  if (users === undefined) return [];
  const refs = targets.map(({ record }) => refTo(kind, record));
  const byHost = [...Map.groupBy(refs, ({ host }) => host)];
  return await Promise.all(
    byHost.map(async ([host, ofHost]): Promise<OfHost> => {
      try {
        const names = (await Promise.all(ofHost.map((ref) => users(ref)))).flat();
        return { host, names: [...new Set(names)].toSorted() };
      } catch (thrown) {
        return { host, names: [], error: toErrorData(thrown) };
      }
    }),
  );
}
