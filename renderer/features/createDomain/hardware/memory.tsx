import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { withMemory } from '../../../../shared/model/creation/hardwareChanges.ts';
import { formatValue } from '../../../components/chartUnits.ts';
import { FormRow } from '../../../components/formRow.tsx';
import { sizeText } from '../../../nouns/propertyValue.ts';
import { SizeInput } from '../../../nouns/sizeInput.tsx';
import { useInventory } from '../../../store/inventory.ts';
import type { PartProps } from './part.ts';
import styles from './hardwareStep.module.css';

const MIB = 1024;
const toMiB = (kib: number): number => Math.round(kib / MIB);

/** How much memory the guest has, and how much more it may be given while it runs. */
export function Memory({ hardware, onChange, notesAt, hosts, all, os }: PartProps): ReactElement {
  const { t } = useTranslation();
  const host = useInventory((state) =>
    Math.min(...hosts.map((id) => state.host.records[id]?.facts?.memoryKiB ?? Number.POSITIVE_INFINITY)),
  );
  const asked = os?.recommended?.memoryMiB ?? os?.minimum?.memoryMiB;
  const label = t('creation.hardware.memory');
  const said = [
    ...(Number.isFinite(host) ? [t('creation.hardware.hostMemory', { size: formatValue('memory', host) })] : []),
    ...(asked === undefined ? [] : [t('creation.hardware.osMemory', { size: sizeText(asked * MIB) })]),
  ];
  return (
    <>
      <FormRow label={label} notes={notesAt('hardware.memoryMiB')}>
        <div className={styles.size}>
          <SizeInput
            eager
            label={label}
            value={hardware.memoryMiB * MIB}
            onChange={(kib) => {
              if (kib !== undefined && kib > 0) onChange(withMemory(hardware, toMiB(kib)));
            }}
          />
        </div>
        <span className={styles.quiet}>{said.join(' · ')}</span>
      </FormRow>
      {all && (
        <FormRow
          label={t('creation.hardware.maximumMemory')}
          hint={t('creation.hardware.maximumMemoryHint')}
          notes={[
            ...notesAt('hardware.maximumMiB'),
            ...(hardware.maximumMiB !== undefined && hardware.maximumMiB < hardware.memoryMiB
              ? [{ level: 'warning', text: t('creation.hardware.maximumBelow') } as const]
              : []),
          ]}
        >
          <div className={styles.size}>
            <SizeInput
              eager
              label={t('creation.hardware.maximumMemory')}
              value={hardware.maximumMiB === undefined ? undefined : hardware.maximumMiB * MIB}
              onChange={(kib) => {
                const { maximumMiB: _, ...rest } = hardware;
                onChange(kib === undefined ? rest : { ...rest, maximumMiB: toMiB(kib) });
              }}
            />
          </div>
        </FormRow>
      )}
    </>
  );
}
