import { Button, CloseButton } from '@mantine/core';
import { MousePointer2, Plus } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { openDialog } from '../../store/dialogs.ts';
import { useHost } from '../../store/inventory.ts';
import styles from './console.module.css';

interface PointerHintProps {
  readonly domain: DomainRef;
  /** Dialogs are there. */
  readonly inMainWindow: boolean;
}

/** Says why the pointer of a guest without a tablet doesn't follow, and adds one. Put away, it stays away as long as the screen is looked at. */
export function PointerHint({ domain: { host, uuid }, inMainWindow }: PointerHintProps): ReactElement | null {
  const { t } = useTranslation();
  const readOnly = useHost(host)?.readOnly === true;
  const [away, setAway] = useState(false);
  if (away) return null;
  return (
    <div className={styles.hint} role="note">
      <MousePointer2 size={14} aria-hidden />
      <span>{t('console.noTablet')}</span>
      {inMainWindow && !readOnly && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Plus size={12} aria-hidden />}
          onClick={() => openDialog({ kind: 'addHardware', domain: { host, uuid }, device: 'tablet' })}
        >
          {t('console.addTablet')}
        </Button>
      )}
      <CloseButton size="xs" ml="auto" aria-label={t('console.hideHint')} onClick={() => setAway(true)} />
    </div>
  );
}
