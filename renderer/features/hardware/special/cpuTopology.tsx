import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  checkTopology,
  cpuTopologyProperties,
  currentChanges,
  currentOf,
  levelChanges,
  maximumChanges,
  maximumOf,
  presetsFor,
  topologyChanges,
  topologyLevels,
  topologyOf,
  vcpusIn,
} from '../../../../shared/model/cpuTopology.ts';
import { same } from '../../../../shared/model/editDefinition.ts';
import { readAll } from '../../../../shared/xml/property.ts';
import { useHost } from '../../../store/inventory.ts';
import type { PropertyForm } from '../form.ts';
import { CountInput } from '../../../nouns/countInput.tsx';
import { Findings } from './findings.tsx';
import { useDomainCapabilities, valueOf } from './hostHas.ts';
import { Line } from './line.tsx';
import styles from './special.module.css';

/** How many vCPUs, how many of them at start, and how they are arranged. */
export function CpuTopology({ form }: { readonly form: PropertyForm }): ReactElement {
  const { t } = useTranslation();
  const values = readAll(cpuTopologyProperties, form.hardware.planned);
  const threads = useHost(form.ref.host)?.facts?.cpu.threads;
  const machine = valueOf(useDomainCapabilities(form))?.maxVcpus;
  const maximum = maximumOf(values);
  const limits = {
    ...(machine !== undefined && { maximum: machine }),
    ...(threads !== undefined && { hostThreads: threads }),
  };
  const hints = [
    machine === undefined ? '' : t('hardware.special.vcpus.machineMaximum', { count: machine }),
    threads === undefined ? '' : t('hardware.special.vcpus.hostThreads', { count: threads }),
  ];
  return (
    <div className={styles.section}>
      <Line
        form={form}
        properties={['vcpu', 'vcpus']}
        label={t('hardware.special.vcpus.maximum')}
        hint={hints.filter(Boolean).join(' · ')}
      >
        <CountInput
          label={t('hardware.special.vcpus.maximum')}
          value={maximum}
          onChange={(to) => to !== undefined && form.change(maximumChanges(values, to))}
        />
      </Line>
      <Line
        form={form}
        properties={['currentVcpu']}
        label={t('hardware.special.vcpus.current')}
        hint={t('hardware.special.vcpus.currentHint')}
      >
        <CountInput
          label={t('hardware.special.vcpus.current')}
          value={currentOf(values)}
          onChange={(to) => form.change(currentChanges(values, to ?? null))}
        />
      </Line>
      <Topology form={form} />
      <Findings form={form} findings={checkTopology(values, limits)} />
    </div>
  );
}

function Topology({ form }: { readonly form: PropertyForm }): ReactElement {
  const { t } = useTranslation();
  const values = readAll(cpuTopologyProperties, form.hardware.planned);
  const topology = topologyOf(values);
  const shown = topology === undefined ? undefined : topologyChanges(topology);
  const isShown = (changes: ReturnType<typeof topologyChanges>): boolean => shown !== undefined && same(changes, shown);
  return (
    <Line form={form} properties={topologyLevels} label={t('hardware.special.topology.title')}>
      {topologyLevels.map((level) => {
        const label = t(`hardware.special.topology.${level}`);
        return (
          <label key={level} className={styles.column}>
            <span aria-hidden>{label}</span>
            <CountInput
              label={label}
              width={64}
              placeholder="–"
              value={topology?.[level]}
              onChange={(to) => form.change(levelChanges(values, level, to ?? 1))}
            />
          </label>
        );
      })}
      {topology !== undefined && (
        <span className={styles.product}>{t('hardware.special.topology.product', { count: vcpusIn(topology) })}</span>
      )}
      <div className={styles.buttons} role="group" aria-label={t('hardware.special.topology.presets')}>
        {presetsFor(maximumOf(values)).map(({ preset, topology: wanted }) => (
          <Button
            key={preset}
            size="compact-xs"
            variant={
              (wanted === undefined ? topology === undefined : isShown(topologyChanges(wanted))) ? 'light' : 'default'
            }
            onClick={() => form.change(topologyChanges(wanted))}
          >
            {t(`hardware.special.topology.preset.${preset}`, { count: maximumOf(values), half: maximumOf(values) / 2 })}
          </Button>
        ))}
      </div>
    </Line>
  );
}
