/** How many vCPUs, which CPU they are, and how they are arranged. */
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { presetsFor } from '../../../../shared/model/cpuTopology.ts';
import {
  part,
  topologyProduct,
  vcpusToArrange,
  withCpuMode,
  withMaximum,
  withTopology,
  withVcpus,
} from '../../../../shared/model/creation/hardwareChanges.ts';
import type { Hardware } from '../../../../shared/model/creation/hardware.ts';
import { FormField, FormRow } from '../../../components/formRow.tsx';
import { CountInput } from '../../../nouns/countInput.tsx';
import { useInventory } from '../../../store/inventory.ts';
import { Choose } from './choose.tsx';
import type { PartProps } from './part.ts';
import styles from './hardwareStep.module.css';

type Cpu = Hardware['cpu'];

/** What the simple side has no rows for. */
const elsewhere = ['hardware.cpu.topology', 'hardware.cpu.mode', 'hardware.type'];

export function Processor(props: PartProps): ReactElement {
  const { t } = useTranslation();
  const { hardware, onChange, choices, notesAt, hosts, all } = props;
  const { cpu } = hardware;
  const set = (changed: Cpu): void => onChange({ ...hardware, cpu: changed });
  // Of several hosts the smallest counts.
  const threads = useInventory((state) =>
    Math.min(...hosts.map((host) => state.host.records[host]?.facts?.cpu.threads ?? Number.POSITIVE_INFINITY)),
  );
  const known = Number.isFinite(threads);
  const over = known && cpu.vcpus > threads;
  return (
    <>
      <FormRow
        label={t('creation.hardware.vcpus')}
        notes={[
          ...notesAt('hardware.cpu.vcpus', ...(all ? [] : elsewhere)),
          ...(over ? [{ level: 'warning', text: t('creation.hardware.moreThanThreads', { threads }) } as const] : []),
        ]}
      >
        <CountInput
          eager
          label={t('creation.hardware.vcpus')}
          value={cpu.vcpus}
          max={choices.maximumVcpus}
          onChange={(vcpus) => vcpus !== undefined && set(withVcpus(cpu, vcpus))}
        />
        {known && <span className={styles.quiet}>{t('creation.hardware.hostThreads', { count: threads })}</span>}
      </FormRow>
      {all && <AllOfProcessor {...props} set={set} />}
    </>
  );
}

function AllOfProcessor(props: PartProps & { readonly set: (cpu: Cpu) => void }): ReactElement {
  const { t } = useTranslation();
  const { hardware, choices, notesAt, set } = props;
  const { cpu } = hardware;
  return (
    <>
      <FormRow label={t('creation.hardware.maximumVcpus')} hint={t('creation.hardware.maximumVcpusHint')}>
        <CountInput
          eager
          label={t('creation.hardware.maximumVcpus')}
          placeholder={String(cpu.vcpus)}
          value={cpu.maximum}
          max={choices.maximumVcpus}
          onChange={(maximum) => set(withMaximum(cpu, maximum))}
        />
      </FormRow>
      <FormRow
        label={t('creation.hardware.cpuMode')}
        hint={t(`creation.hardware.cpuModeAbout.${cpu.mode}`)}
        notes={notesAt('hardware.cpu.mode')}
      >
        <Choose
          label={t('creation.hardware.cpuMode')}
          options={choices.cpuModes}
          value={cpu.mode}
          text={(mode) => t(`creation.hardware.cpuModes.${mode}`)}
          onChange={(mode) => set(withCpuMode(cpu, mode, choices))}
        />
        {cpu.mode === 'custom' && (
          <Choose
            searchable
            label={t('creation.hardware.cpuModel')}
            options={choices.cpuModels}
            value={cpu.model}
            onChange={(model) => set({ ...cpu, model })}
          />
        )}
      </FormRow>
      <Topology {...props} />
    </>
  );
}

const levels = ['sockets', 'cores', 'threads'] as const;

function Topology({ hardware: { cpu }, notesAt, set }: PartProps & { readonly set: (cpu: Cpu) => void }): ReactElement {
  const { t } = useTranslation();
  const { topology } = cpu;
  const count = vcpusToArrange(cpu);
  const label = t('creation.hardware.topology');
  return (
    <FormRow label={label} notes={notesAt('hardware.cpu.topology')}>
      {levels.map((level) => (
        <FormField key={level} label={t(`creation.hardware.topologyLevel.${level}`)}>
          <CountInput
            eager
            width={64}
            label={t(`creation.hardware.topologyLevel.${level}`)}
            placeholder="–"
            value={topology?.[level]}
            onChange={(to) =>
              set(withTopology(cpu, { ...(topology ?? { sockets: 1, cores: 1, threads: 1 }), [level]: to ?? 1 }))
            }
          />
        </FormField>
      ))}
      <span className={styles.product}>
        {topology === undefined
          ? t('creation.hardware.noTopology')
          : t('creation.hardware.topologyProduct', { count: topologyProduct(topology) })}
      </span>
      <div className={styles.buttons} role="group" aria-label={t('creation.hardware.topologyPresets')}>
        {presetsFor(count).map(({ preset, topology: wanted }) => {
          const offered = wanted && part(wanted);
          const chosen = levels.every((level) => offered?.[level] === topology?.[level]);
          return (
            <Button
              key={preset}
              size="compact-xs"
              variant={chosen ? 'light' : 'default'}
              aria-pressed={chosen}
              onClick={() => set(withTopology(cpu, offered))}
            >
              {t(`creation.hardware.topologyPreset.${preset}`, {
                count: preset === 'twoThreads' ? count / 2 : count,
                half: count / 2,
              })}
            </Button>
          );
        })}
      </div>
    </FormRow>
  );
}
