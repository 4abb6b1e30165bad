import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  checkPinning,
  hostCpus,
  onNode,
  pinChanges,
  pinningProperties,
  pinRows,
  spread,
  unpinned,
  type HostCpu,
  type PinningValues,
  type PinTarget,
} from '../../../../shared/model/pinning.ts';
import { readAll } from '../../../../shared/xml/property.ts';
import type { PropertyForm } from '../form.ts';
import { Findings } from './findings.tsx';
import { useCapabilities } from './hostHas.ts';
import { Line } from './line.tsx';
import { PinGrid } from './pinGrid.tsx';
import styles from './special.module.css';

const pins = ['vcpuPins', 'emulatorPin', 'iothreadPins'];

/** Which CPUs of the host run what of the guest: as a map to click, and as text. */
export function Pinning({ form }: { readonly form: PropertyForm }): ReactElement {
  const { t } = useTranslation();
  const values = readAll(pinningProperties, form.hardware.planned);
  const capabilities = useCapabilities(form);
  const cpus = capabilities.kind === 'loaded' ? hostCpus(capabilities.value.numa) : [];
  const nameOf = (target: PinTarget): string => {
    switch (target.kind) {
      case 'emulator':
        return t('hardware.special.pinning.emulator');
      case 'vcpu':
      case 'iothread':
        return t(`hardware.special.pinning.${target.kind}`, { id: target.id });
      default:
        return target satisfies never;
    }
  };
  return (
    <div className={styles.section}>
      <PinGrid
        rows={pinRows(values)}
        cpus={cpus}
        nameOf={nameOf}
        onPin={(target, cpuset) => form.change(pinChanges(values, target, cpuset))}
      />
      {cpus.length === 0 && (
        <p className={styles.note}>
          {t(`hardware.special.pinning.${capabilities.kind === 'loading' ? 'loading' : 'noHost'}`)}
        </p>
      )}
      <Line
        form={form}
        properties={pins}
        label={t('hardware.special.pinning.helpers')}
        hint={t('hardware.special.pinning.hint')}
      >
        <Helpers form={form} values={values} cpus={cpus} />
      </Line>
      <Findings form={form} findings={checkPinning(values, cpus)} />
    </div>
  );
}

interface HelpersProps {
  readonly form: PropertyForm;
  readonly values: PinningValues;
  readonly cpus: readonly HostCpu[];
}

function Helpers({ form, values, cpus }: HelpersProps): ReactElement {
  const { t } = useTranslation();
  const nodes = [...new Set(cpus.map(({ node }) => node))];
  const isPinned = pins.some((property) => form.value(property) !== null);
  return (
    <div className={styles.buttons}>
      {cpus.length > 0 && (
        <Button size="compact-xs" variant="default" onClick={() => form.change(spread(values, cpus))}>
          {t('hardware.special.pinning.spread')}
        </Button>
      )}
      {nodes.length > 1 &&
        nodes.map((node) => (
          <Button
            key={node}
            size="compact-xs"
            variant="default"
            onClick={() => form.change(onNode(values, cpus, node))}
          >
            {t('hardware.special.pinning.onNode', { node })}
          </Button>
        ))}
      <Button size="compact-xs" variant="default" disabled={!isPinned} onClick={() => form.change(unpinned)}>
        {t('hardware.special.pinning.clear')}
      </Button>
    </div>
  );
}
