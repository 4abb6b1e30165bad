import { Checkbox, Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capabilities } from '../../../../shared/model/capabilities.ts';
import {
  checkMemory,
  currentMemoryOf,
  hotplugChanges,
  maximumMemory,
  maximumMemoryChanges,
  memoryDevicesOf,
  memoryProperties,
  pageChanges,
  pageSizeOf,
  sharedChanges,
  type MemoryValues,
} from '../../../../shared/model/memorySize.ts';
import { readAll } from '../../../../shared/xml/property.ts';
import { formatValue } from '../../../components/chartUnits.ts';
import { sizeText } from '../../../nouns/propertyValue.ts';
import { useHost } from '../../../store/inventory.ts';
import type { PropertyForm } from '../form.ts';
import { CountInput } from '../../../nouns/countInput.tsx';
import { Findings } from './findings.tsx';
import { useCapabilities, valueOf } from './hostHas.ts';
import { Line } from './line.tsx';
import { PlainFields } from './plainFields.tsx';
import { SizeInput, SizeSlider } from '../../../nouns/sizeInput.tsx';
import styles from './special.module.css';

interface PartProps {
  readonly form: PropertyForm;
  readonly values: MemoryValues;
}

/** How much memory the guest has, what of it the balloon holds, room for more, and pages. */
export function Memory({ form }: { readonly form: PropertyForm }): ReactElement {
  const values = readAll(memoryProperties, form.hardware.planned);
  const devices = memoryDevicesOf(form.hardware.planned);
  const host = useHost(form.ref.host)?.facts?.memoryKiB;
  const capabilities = valueOf(useCapabilities(form));
  const limits = {
    ...(host !== undefined && { host }),
    ...(capabilities !== undefined && { pages: pagesOf(capabilities) }),
  };
  return (
    <div className={styles.section}>
      <Sizes form={form} values={values} host={host} />
      <Hotplug form={form} values={values} />
      <Pages form={form} values={values} capabilities={capabilities} />
      <Shared form={form} values={values} />
      <Findings form={form} findings={checkMemory(values, devices, limits)} />
    </div>
  );
}

/** Huge pages on all nodes of the host, by their size. */
function pagesOf({ numa }: Capabilities): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { sizeKiB, count } of numa.flatMap(({ pages }) => pages)) counts[sizeKiB] = (counts[sizeKiB] ?? 0) + count;
  return counts;
}

function Sizes({ form, values, host }: PartProps & { readonly host: number | undefined }): ReactElement {
  const { t } = useTranslation();
  const maximum = maximumMemory(values);
  const current = currentMemoryOf(values);
  const labels = { maximum: t('hardware.special.memory.maximum'), current: t('hardware.special.memory.current') };
  const devices = memoryDevicesOf(form.hardware.planned);
  const setMaximum = (to: number | undefined): void => {
    if (to !== undefined && to > 0) form.change(maximumMemoryChanges(values, devices, to));
  };
  const setCurrent = (to: number | undefined): void => form.change({ currentMemory: to ?? maximum });
  const ofHost =
    host === undefined ? '' : `${t('hardware.special.memory.ofHost', { size: formatValue('memory', host) })} · `;
  return (
    <>
      <Line
        form={form}
        properties={['memory', 'numaCells']}
        label={labels.maximum}
        hint={ofHost + t('hardware.special.memory.maximumHint')}
      >
        <SizeInput label={labels.maximum} value={values.memory} onChange={setMaximum} />
        {host !== undefined && (
          <SizeSlider
            label={t('hardware.special.memory.slider', { label: labels.maximum })}
            value={maximum}
            maximum={host}
            text={sizeText}
            onChange={setMaximum}
          />
        )}
      </Line>
      <Line
        form={form}
        properties={['currentMemory']}
        label={labels.current}
        hint={t('hardware.special.memory.currentHint')}
      >
        <SizeInput label={labels.current} value={current} onChange={setCurrent} />
        <SizeSlider
          label={t('hardware.special.memory.slider', { label: labels.current })}
          value={current}
          maximum={maximum}
          text={sizeText}
          onChange={setCurrent}
        />
      </Line>
    </>
  );
}

function Hotplug({ form, values }: PartProps): ReactElement {
  const { t } = useTranslation();
  const on = values.maxMemory !== undefined || values.maxMemorySlots !== undefined;
  return (
    <Line
      form={form}
      properties={['maxMemory', 'maxMemorySlots']}
      label={t('hardware.special.memory.hotplug')}
      hint={t('hardware.special.memory.hotplugHint')}
    >
      <Checkbox
        label={t('hardware.special.memory.hotplugOn')}
        checked={on}
        onChange={(event) => form.change(hotplugChanges(values, event.currentTarget.checked))}
      />
      {on && (
        <div className={styles.buttons}>
          <span className={styles.aside}>{t('hardware.special.memory.upTo')}</span>
          <SizeInput
            label={t('hardware.special.memory.upTo')}
            value={values.maxMemory}
            onChange={(to) => form.change({ maxMemory: to ?? null })}
          />
          <span className={styles.aside}>{t('hardware.special.memory.slots')}</span>
          <CountInput
            label={t('hardware.special.memory.slots')}
            width={64}
            value={values.maxMemorySlots}
            onChange={(to) => form.change({ maxMemorySlots: to ?? null })}
          />
        </div>
      )}
    </Line>
  );
}

const ORDINARY = 'ordinary';
const USUAL = 'usual';
const SEVERAL = 'several';

function Pages({
  form,
  values,
  capabilities,
}: PartProps & { readonly capabilities: Capabilities | undefined }): ReactElement {
  const { t } = useTranslation();
  const size = pageSizeOf(values);
  const pool = capabilities === undefined ? {} : pagesOf(capabilities);
  // The smallest is the ordinary page; a size in use is shown even where the host doesn't name it.
  const known = capabilities?.pageSizesKiB.slice(1) ?? [];
  const sizes = typeof size === 'number' && !known.includes(size) ? [...known, size] : known;
  const chosen = size === undefined ? ORDINARY : size === null ? USUAL : String(size);
  const data = [
    { value: ORDINARY, label: t('hardware.special.memory.pageKinds.ordinary') },
    { value: USUAL, label: t('hardware.special.memory.pageKinds.usual') },
    ...sizes.map((kib) => {
      const count = pool[kib];
      const word = count === undefined ? 'size' : 'sizeWithPool';
      return {
        value: String(kib),
        label: t(`hardware.special.memory.pageKinds.${word}`, { size: sizeText(kib), count: count ?? 0 }),
      };
    }),
    ...(size === SEVERAL ? [{ value: SEVERAL, label: t('hardware.special.memory.pageKinds.several') }] : []),
  ];
  const label = t('hardware.special.memory.pages');
  return (
    <>
      <Line
        form={form}
        properties={['hugepages', 'hugepageSizes']}
        label={label}
        hint={t('hardware.special.memory.pagesHint')}
      >
        <Select
          aria-label={label}
          w={240}
          allowDeselect={false}
          data={data}
          value={chosen}
          onChange={(to) => {
            if (to === null || to === SEVERAL) return;
            form.change(pageChanges(to === ORDINARY ? undefined : to === USUAL ? null : Number(to)));
          }}
        />
      </Line>
      {size === SEVERAL && <PlainFields form={form} properties={['hugepageSizes']} />}
    </>
  );
}

function Shared({ form, values }: PartProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Line
        form={form}
        properties={['memoryAccess']}
        label={t('hardware.special.memory.shared')}
        hint={t('hardware.special.memory.sharedHint')}
      >
        <Checkbox
          label={t('hardware.special.memory.sharedOn')}
          checked={values.memoryAccess === 'shared'}
          onChange={(event) =>
            form.change(event.currentTarget.checked ? sharedChanges(values) : { memoryAccess: null })
          }
        />
      </Line>
      <PlainFields form={form} properties={['memoryBacking']} />
    </>
  );
}
