import { Loader } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeletePlan, PlannedDeletion } from '../../../shared/api/domain.ts';
import { domainKey, type Domain } from '../../../shared/model/domain.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { ProblemLine } from '../../nouns/problem.tsx';
import { DomainIcon } from '../../nouns/statusIcon.tsx';
import { useInventory } from '../../store/inventory.ts';
import styles from './domainDialogs.module.css';

interface DeleteTableProps {
  readonly domains: readonly Domain[];
  /** By `domainKey`. */
  readonly plans: ReadonlyMap<string, PlannedDeletion>;
  readonly withDisks: boolean;
}

/** One row a VM: what goes with it, and which of its disks. */
export function DeleteTable({ domains, plans, withDisks }: DeleteTableProps): ReactElement {
  const { t } = useTranslation();
  const hosts = useInventory((state) => state.host.records);
  return (
    <div
      className={styles.table}
      role="group"
      // Scrolls, so it must be reachable by the keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={t('domain.delete.titleMany', { count: domains.length })}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{t('domain.columns.name')}</th>
            <th scope="col">{t('domain.columns.host')}</th>
            <th scope="col">{t('domain.delete.goesToo')}</th>
            <th scope="col">{t('domain.delete.disks')}</th>
          </tr>
        </thead>
        <tbody>
          {domains.map((domain) => (
            <tr key={domainKey(domain)}>
              <th scope="row">
                <DomainIcon domain={domain} /> {domain.name}
              </th>
              <td className={styles.quiet}>{hosts[domain.host]?.config.name}</td>
              <Cells planned={plans.get(domainKey(domain))} withDisks={withDisks} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellsProps {
  readonly planned: PlannedDeletion | undefined;
  readonly withDisks: boolean;
}

function Cells({ planned, withDisks }: CellsProps): ReactElement {
  const { t } = useTranslation();
  switch (planned?.kind) {
    case undefined:
      return (
        <td colSpan={2} className={styles.quiet}>
          <Loader size={11} aria-hidden /> {t('domain.delete.waiting')}
        </td>
      );
    case 'failed':
      return (
        <td colSpan={2}>
          <ProblemLine error={planned.error} />
        </td>
      );
    case 'planned':
      return (
        <>
          <td>{lossesOf(planned.plan, t).join(' · ')}</td>
          <td>{disksOf(planned.plan, withDisks, t).join(' · ')}</td>
        </>
      );
  }
}

/** What is lost besides the definition. */
function lossesOf(plan: DeletePlan, t: TFunction): readonly string[] {
  return [
    ...(plan.running ? [t('domain.delete.off')] : []),
    ...(plan.managedSave ? [t('domain.delete.savedState')] : []),
    ...(plan.snapshots > 0 ? [t('domain.delete.snapshotCount', { count: plan.snapshots })] : []),
    ...(plan.checkpoints > 0 ? [t('domain.delete.checkpointCount', { count: plan.checkpoints })] : []),
    ...(plan.nvram ? [t('domain.delete.nvramShort')] : []),
    ...(plan.tpm ? [t('domain.delete.tpmShort')] : []),
  ];
}

function disksOf({ volumes }: DeletePlan, withDisks: boolean, t: TFunction): readonly string[] {
  if (volumes.length === 0) return [t('domain.delete.noDisks')];
  if (!withDisks) return [t('domain.delete.keepsDisks')];
  const going = volumes.filter(({ suggested }) => suggested);
  const stays = volumes.length - going.length;
  const bytes = going.reduce((sum, { capacityBytes }) => sum + (capacityBytes ?? 0), 0);
  return [
    ...(going.length > 0
      ? [t('domain.delete.diskList', { count: going.length, size: formatValue('memory', bytes / 1024) })]
      : []),
    ...(stays > 0 ? [t('domain.delete.kept', { count: stays })] : []),
  ];
}
