import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  checkCpu,
  cpuModelProperties,
  cpuModes,
  hostModelOf,
  modeChanges,
  modelsFor,
  modeOf,
  modesFor,
  type CpuMode,
  type CpuModelValues,
} from '../../../../shared/model/cpuFeatures.ts';
import type { DomainCapabilities } from '../../../../shared/model/domainCapabilities.ts';
import { readAll } from '../../../../shared/xml/property.ts';
import type { PropertyForm } from '../form.ts';
import { CpuFeatures } from './cpuFeatures.tsx';
import { Findings } from './findings.tsx';
import { useDomainCapabilities, valueOf } from './hostHas.ts';
import { Line } from './line.tsx';
import { PlainFields } from './plainFields.tsx';
import styles from './special.module.css';

/** Which CPU the guest sees: the host's, one like it, or a named one; and its features. */
export function CpuModel({ form }: { readonly form: PropertyForm }): ReactElement {
  const values = readAll(cpuModelProperties, form.hardware.planned);
  const capabilities = valueOf(useDomainCapabilities(form));
  const mode = modeOf(values);
  return (
    <div className={styles.section}>
      <Mode form={form} values={values} capabilities={capabilities} />
      {mode === 'custom' && <Model form={form} values={values} capabilities={capabilities} />}
      <Findings form={form} findings={checkCpu(values, capabilities)} />
      <CpuFeatures form={form} values={values} capabilities={capabilities} />
      <PlainFields form={form} properties={fieldsOf(mode)} />
    </div>
  );
}

/** What says something in this mode only. */
function fieldsOf(mode: CpuMode | undefined): readonly string[] {
  switch (mode) {
    case 'custom':
      return ['cpuCheck', 'cpuFallback', 'cpuMatch', 'cpuCache', 'cpuCacheLevel'];
    case 'host-passthrough':
    case 'maximum':
      return ['cpuMigratable', 'cpuCheck', 'cpuCache', 'cpuCacheLevel'];
    case 'host-model':
      return ['cpuCheck', 'cpuFallback', 'cpuCache', 'cpuCacheLevel'];
    case 'default':
      return [];
    case undefined:
      return [
        'cpuMode',
        'cpuModel',
        'cpuCheck',
        'cpuFallback',
        'cpuMatch',
        'cpuMigratable',
        'cpuCache',
        'cpuCacheLevel',
      ];
    default:
      return mode satisfies never;
  }
}

export interface CpuPartProps {
  readonly form: PropertyForm;
  readonly values: CpuModelValues;
  readonly capabilities: DomainCapabilities | undefined;
}

function Mode({ form, values, capabilities }: CpuPartProps): ReactElement {
  const { t } = useTranslation();
  const mode = modeOf(values);
  const label = t('hardware.special.cpu.mode');
  const model = hostModelOf(capabilities);
  const about = mode === undefined ? undefined : t(`hardware.special.cpu.about.${mode}`);
  const here =
    mode === 'host-model' && model !== undefined ? t('hardware.special.cpu.comesDownTo', { model }) : undefined;
  return (
    <Line
      form={form}
      properties={['cpuMode', 'cpuMatch']}
      label={label}
      hint={[about, here].filter((text) => text !== undefined).join(' ')}
    >
      <Select
        aria-label={label}
        w={240}
        allowDeselect={false}
        placeholder={values.cpuMode ?? ''}
        data={modesFor(values, capabilities).map((value) => ({
          value,
          label:
            value === 'default'
              ? t('hardware.special.cpu.modes.default')
              : `${t(`hardware.special.cpu.modes.${value}`)} (${value})`,
        }))}
        value={mode ?? null}
        onChange={(to) => {
          const chosen = cpuModes.find((each) => each === to);
          if (chosen !== undefined && chosen !== mode) form.change(modeChanges(values, chosen, capabilities));
        }}
      />
    </Line>
  );
}

const usabilities = ['yes', 'unknown', 'no'] as const;

function Model({ form, values, capabilities }: CpuPartProps): ReactElement {
  const { t } = useTranslation();
  const models = modelsFor(values, capabilities);
  const byName = new Map(models.map((model) => [model.name, model]));
  const label = t('hardware.special.cpu.model');
  return (
    <Line form={form} properties={['cpuModel']} label={label}>
      <Select
        aria-label={label}
        w={240}
        searchable
        allowDeselect={false}
        maxDropdownHeight={320}
        data={usabilities.flatMap((usable) => {
          const items = models.filter((model) => model.usable === usable).map(({ name }) => name);
          return items.length === 0 ? [] : [{ group: t(`hardware.special.cpu.usable.${usable}`), items }];
        })}
        value={values.cpuModel ?? null}
        renderOption={({ option }) => {
          const model = byName.get(option.value);
          const notes = [
            model?.vendor,
            model?.deprecated === true ? t('hardware.special.cpu.deprecated') : undefined,
          ].filter((note) => note !== undefined);
          return (
            <span data-usable={model?.usable} className={styles.option}>
              {option.value}
              {notes.length > 0 && <span className={styles.aside}> · {notes.join(' · ')}</span>}
            </span>
          );
        }}
        onChange={(to) => to !== null && form.change({ cpuMode: 'custom', cpuModel: to })}
      />
    </Line>
  );
}
