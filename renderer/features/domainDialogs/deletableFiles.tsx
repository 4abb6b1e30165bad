/** The files that may go with a VM, each with what speaks against it. */
import { Checkbox } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeletableVolume } from '../../../shared/model/storageVolume.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { canGo, withFile, withoutFile } from './chosenFiles.ts';
import styles from './domainDialogs.module.css';

interface DeletableFilesProps {
  readonly volumes: readonly DeletableVolume[];
  /** Paths. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

export function DeletableFiles({ volumes, chosen, onChange }: DeletableFilesProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {volumes.map((volume) => {
        const { path, target, above } = volume;
        return (
          <Checkbox
            key={path}
            className={(above.length > 0 ? styles.beneath : styles.volume) ?? ''}
            checked={chosen.includes(path)}
            disabled={!canGo(volumes, path)}
            onChange={(event) =>
              onChange((event.currentTarget.checked ? withFile : withoutFile)(volumes, chosen, path))
            }
            label={`${target} · ${path}`}
            description={
              <span data-warning={(chosen.includes(path) && volume.usedBy.length > 0) || undefined}>
                {remarks(volume, t).join(' · ')}
              </span>
            }
          />
        );
      })}
    </>
  );
}

function remarks(volume: DeletableVolume, t: TFunction): readonly string[] {
  const { pool, capacityBytes, usedBy, namesakes, above, why } = volume;
  const upper = above.at(-1);
  return [
    capacityBytes !== undefined && formatValue('memory', capacityBytes / 1024),
    pool !== undefined && t('domain.delete.inPool', { pool }),
    upper !== undefined && t('domain.delete.why.beneath', { path: upper }),
    usedBy.length > 0 && t('domain.delete.usedBy', { names: usedBy.join(', ') }),
    namesakes.length > 0 && t('domain.delete.why.namesake', { paths: namesakes.join(', ') }),
    plainReason(why, t),
  ].filter((remark) => typeof remark === 'string');
}

/** Those that are not said by what they are about, or by the note above. */
function plainReason(why: DeletableVolume['why'], t: TFunction): string | undefined {
  switch (why) {
    case undefined:
    case 'usedByOthers':
    case 'namesake':
    case 'beneath':
    case 'unlooked':
      return undefined;
    case 'noPool':
    case 'runsElsewhere':
    case 'media':
    case 'readOnly':
    case 'shareable':
      return t(`domain.delete.why.${why}`);
  }
}
