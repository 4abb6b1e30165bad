/** The steps and volumes of one planned VM. */
import {
  CircleCheck,
  Copy,
  Download,
  FilePlus2,
  Hourglass,
  KeyRound,
  Layers2,
  Maximize2,
  Play,
  Trash2,
  Upload,
  type LucideIcon,
} from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreationStepKind, PlannedVm } from '../../../../shared/model/creation/creationPlan.ts';
import { formatValue } from '../../../components/chartUnits.ts';
import styles from './review.module.css';

const icons: Readonly<Record<CreationStepKind, LucideIcon>> = {
  upload: Upload,
  download: Download,
  createVolume: FilePlus2,
  copyImage: Copy,
  linkImage: Layers2,
  resizeVolume: Maximize2,
  writeSeed: KeyRound,
  define: CircleCheck,
  start: Play,
  install: Hourglass,
  firstBoot: Hourglass,
  cleanUp: Trash2,
};

const sizeText = (bytes: number): string => formatValue('memory', bytes / 1024);

export function DomainSteps({ vm }: { readonly vm: PlannedVm }): ReactElement {
  const { t } = useTranslation();
  return (
    <ol className={styles.steps} aria-label={t('createDomain.review.steps')}>
      {vm.steps.map(({ kind, object = '', bytes }) => {
        const Icon = icons[kind];
        return (
          <li key={`${kind} ${object}`}>
            <Icon size={14} aria-hidden />
            <span>{t(`creation.step.${kind}`, { object })}</span>
            {bytes !== undefined && bytes > 0 && <span className={styles.quiet}>{sizeText(bytes)}</span>}
          </li>
        );
      })}
    </ol>
  );
}

export function VolumeTable({ vm }: { readonly vm: PlannedVm }): ReactElement | null {
  const { t } = useTranslation();
  if (vm.volumes.length === 0) return null;
  return (
    <table className={styles.volumes}>
      <thead>
        <tr>
          <th>{t('createDomain.review.volume')}</th>
          <th>{t('createDomain.review.pool')}</th>
          <th>{t('createDomain.review.purpose')}</th>
          <th>{t('createDomain.review.format')}</th>
          <th className={styles.right}>{t('createDomain.review.size')}</th>
          <th className={styles.right}>{t('createDomain.review.atOnce')}</th>
        </tr>
      </thead>
      <tbody>
        {vm.volumes.map(({ pool, volume, purpose, temporary, format, capacityBytes, allocationBytes }) => (
          <tr key={`${pool}/${volume}`}>
            <td>{volume}</td>
            <td>{pool}</td>
            <td>
              {t(`createDomain.review.purposes.${purpose}`)}
              {temporary && <span className={styles.quiet}> · {t('createDomain.review.temporary')}</span>}
            </td>
            <td>{format}</td>
            <td className={styles.right}>{capacityBytes > 0 ? sizeText(capacityBytes) : '—'}</td>
            <td className={styles.right}>{allocationBytes > 0 ? sizeText(allocationBytes) : '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
