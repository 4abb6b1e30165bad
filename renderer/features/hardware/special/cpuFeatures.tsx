import { ActionIcon, Autocomplete, Select, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  featureChanges,
  featurePolicies,
  featuresOf,
  featuresToAdd,
  type CpuModelValues,
} from '../../../../shared/model/cpuFeatures.ts';
import type { DomainCapabilities } from '../../../../shared/model/domainCapabilities.ts';
import type { PropertyForm } from '../form.ts';
import { useCapabilities, valueOf } from './hostHas.ts';
import { Line } from './line.tsx';
import styles from './special.module.css';

interface CpuFeaturesProps {
  readonly form: PropertyForm;
  readonly values: CpuModelValues;
  readonly capabilities: DomainCapabilities | undefined;
}

/** From so many on they are searched. */
const MANY = 8;

/** Features in which the guest's CPU differs from its model. */
export function CpuFeatures({ form, values, capabilities }: CpuFeaturesProps): ReactElement {
  const { t } = useTranslation();
  const host = valueOf(useCapabilities(form));
  const features = featuresOf(values);
  const [search, setSearch] = useState('');
  const shown = features.filter(({ name }) => name.includes(search.trim().toLowerCase()));
  return (
    <Line
      form={form}
      properties={['cpuFeatures']}
      label={t('hardware.special.cpu.features')}
      hint={t('hardware.special.cpu.featuresHint')}
    >
      {features.length >= MANY && (
        <TextInput
          w={240}
          aria-label={t('hardware.special.cpu.find')}
          placeholder={t('hardware.special.cpu.find')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {features.length === 0 && <span className={styles.aside}>{t('hardware.special.cpu.noFeatures')}</span>}
      {features.length > 0 && shown.length === 0 && (
        <span className={styles.aside}>{t('hardware.special.cpu.nothingFound')}</span>
      )}
      {shown.length > 0 && (
        <table className={styles.table}>
          <tbody>
            {shown.map(({ name, policy }) => (
              <tr key={name}>
                <th scope="row" className={styles.mono}>
                  {name}
                </th>
                <td>
                  <Select
                    aria-label={t('hardware.special.cpu.policy', { feature: name })}
                    w={230}
                    allowDeselect={false}
                    data={featurePolicies.map((value) => ({
                      value,
                      label: t(`hardware.special.cpu.policies.${value}`),
                    }))}
                    value={policy}
                    onChange={(to) => to !== null && form.change(featureChanges(values, name, to))}
                  />
                </td>
                <td>
                  <ActionIcon
                    size="sm"
                    aria-label={t('hardware.special.cpu.remove', { feature: name })}
                    onClick={() => form.change(featureChanges(values, name, undefined))}
                  >
                    <X size={13} aria-hidden />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <AddFeature
        known={featuresToAdd(values, capabilities, host?.cpu.features ?? [])}
        onAdd={(name) => form.change(featureChanges(values, name, 'require'))}
      />
    </Line>
  );
}

interface AddFeatureProps {
  readonly known: readonly string[];
  readonly onAdd: (name: string) => void;
}

function AddFeature({ known, onAdd }: AddFeatureProps): ReactElement {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const add = (name: string): void => {
    setTyped('');
    if (name.trim() !== '') onAdd(name.trim());
  };
  return (
    <div className={styles.buttons}>
      <Autocomplete
        w={240}
        limit={50}
        aria-label={t('hardware.special.cpu.add')}
        placeholder={t('hardware.special.cpu.addHint')}
        data={[...known]}
        value={typed}
        onChange={setTyped}
        onKeyDown={(event) => {
          // With an offered name under the cursor, Enter takes that one first.
          if (event.key === 'Enter' && !event.currentTarget.hasAttribute('aria-activedescendant')) add(typed);
        }}
      />
      <ActionIcon
        size="sm"
        aria-label={t('hardware.special.cpu.add')}
        disabled={typed.trim() === ''}
        onClick={() => add(typed)}
      >
        <Plus size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}
