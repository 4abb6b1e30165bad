import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unlooked } from '../../../shared/model/imageUse.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { StartPool } from '../../nouns/inactivePools.tsx';
import styles from './domainDialogs.module.css';

interface UnlookedNoteProps {
  /** Whose pools can be started from here. */
  readonly host?: HostId;
  readonly unlooked: readonly Unlooked[];
  readonly onAgain?: () => void;
}

/** What might have told of further users of a file, and could not be looked at; nothing where there is nothing. */
export function UnlookedNote({ host, unlooked, onAgain }: UnlookedNoteProps): ReactElement | null {
  const { t } = useTranslation();
  if (unlooked.length === 0) return null;
  return (
    <div className={styles.unlooked} role="note">
      <p>{t('domain.delete.unlooked')}</p>
      <ul>
        {unlooked.map((each) => (
          <li key={`${each.kind} ${each.name}`}>
            {unlookedText(each, t)}{' '}
            {host !== undefined && onAgain && each.kind === 'pool' && each.why === 'inactive' && (
              <StartPool host={host} pool={each.name} onStarted={onAgain} />
            )}
          </li>
        ))}
      </ul>
      {onAgain && (
        <Button size="compact-xs" variant="default" onClick={onAgain}>
          {t('domain.delete.lookAgain')}
        </Button>
      )}
    </div>
  );
}

function unlookedText(unlooked: Unlooked, t: TFunction): string {
  const { name } = unlooked;
  switch (unlooked.kind) {
    case 'pool':
      return t(
        unlooked.why === 'inactive'
          ? 'domain.delete.unlookedWhat.poolInactive'
          : 'domain.delete.unlookedWhat.poolUnread',
        {
          name,
        },
      );
    case 'domain':
      return t('domain.delete.unlookedWhat.domain', { name });
    case 'image':
      return t('domain.delete.unlookedWhat.image', { name });
  }
}
