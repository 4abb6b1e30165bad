/** Sizes in one click: by what the system asks for, and the user's own. */
import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { BookmarkPlus, X } from 'lucide-react';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  hasSizes,
  sizesFor,
  sizesOf,
  usualSizes,
  withSizes,
  type HardwarePreset,
  type HardwareSizes,
} from '../../../../shared/model/creation/presets.ts';
import { api } from '../../../backend.ts';
import { sizeText } from '../../../nouns/propertyValue.ts';
import { showFailure } from '../../../nouns/runVerb.ts';
import { useSettings } from '../../../store/settings.ts';
import type { PartProps } from './part.ts';
import styles from './hardwareStep.module.css';

const save = (hardwarePresets: readonly HardwarePreset[]): void => {
  api.app.updateSettings({ hardwarePresets: [...hardwarePresets] }).catch(showFailure);
};

export function PresetBar({ hardware, onChange, choices, os }: PartProps): ReactElement {
  const { t } = useTranslation();
  const { hardwarePresets: own } = useSettings();
  const usual = sizesFor(os, choices.maximumVcpus);
  const take = (sizes: HardwareSizes): void => onChange(withSizes(hardware, sizes));
  return (
    <div className={styles.presets} role="group" aria-label={t('creation.hardware.presets')}>
      {usualSizes.map((size) => (
        <Preset
          key={size}
          name={t(`creation.hardware.preset.${size}`)}
          sizes={usual[size]}
          chosen={hasSizes(hardware, usual[size])}
          onTake={() => take(usual[size])}
        />
      ))}
      {own.map((preset) => (
        <Preset
          key={preset.name}
          name={preset.name}
          sizes={preset}
          chosen={hasSizes(hardware, preset)}
          onTake={() => take(preset)}
          onRemove={() => save(own.filter(({ name }) => name !== preset.name))}
        />
      ))}
      <SavePreset
        sizes={sizesOf(hardware)}
        taken={own.map(({ name }) => name)}
        onSave={(preset) => save([...own.filter(({ name }) => name !== preset.name), preset])}
      />
    </div>
  );
}

interface PresetProps {
  readonly name: string;
  readonly sizes: HardwareSizes;
  readonly chosen: boolean;
  readonly onTake: () => void;
  /** Absent: it can't be deleted. */
  readonly onRemove?: () => void;
}

function Preset({ name, sizes, chosen, onTake, onRemove }: PresetProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.preset} data-chosen={chosen}>
      <button type="button" className={styles.presetTake} aria-pressed={chosen} onClick={onTake}>
        <span className={styles.presetName}>{name}</span>
        <span className={styles.presetSizes}>
          {t('creation.hardware.presetSizes', {
            count: sizes.vcpus,
            memory: sizeText(sizes.memoryMiB * 1024),
            disk: sizeText(sizes.diskBytes / 1024),
          })}
        </span>
      </button>
      {onRemove !== undefined && (
        <ActionIcon
          size="sm"
          className={styles.presetRemove ?? ''}
          aria-label={t('creation.hardware.removePreset', { name })}
          onClick={onRemove}
        >
          <X size={12} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

interface SavePresetProps {
  readonly sizes: HardwareSizes | undefined;
  readonly taken: readonly string[];
  readonly onSave: (preset: HardwarePreset) => void;
}

const LONGEST = 40;

function SavePreset({ sizes, taken, onSave }: SavePresetProps): ReactElement {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const name = typed.trim();
  const submit = (event: FormEvent): void => {
    // The dialog around it is a form too.
    event.preventDefault();
    event.stopPropagation();
    if (name === '' || sizes === undefined) return;
    onSave({ name, ...sizes });
    setOpened(false);
    setTyped('');
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom-end" shadow="md">
      <Popover.Target>
        <ActionIcon
          className={styles.savePreset ?? ''}
          aria-label={t('creation.hardware.savePreset')}
          title={t('creation.hardware.savePreset')}
          disabled={sizes === undefined}
          onClick={() => setOpened(!opened)}
        >
          <BookmarkPlus size={15} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={styles.saveForm} onSubmit={submit}>
          <TextInput
            data-autofocus
            maxLength={LONGEST}
            label={t('creation.hardware.presetName')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name === ''}>
            {t(taken.includes(name) ? 'creation.hardware.replacePreset' : 'creation.hardware.keepPreset')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
