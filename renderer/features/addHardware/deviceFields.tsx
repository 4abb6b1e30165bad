/** The fields of a new device: those that matter first, and all others behind a fold. */
import { TextInput, Tooltip } from '@mantine/core';
import { ChevronRight, CircleHelp, Search } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { namedDeviceTables } from '../../../shared/model/devices/index.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { NewDeviceContext } from '../../../shared/model/newDevice/context.ts';
import type { NewDevice } from '../../../shared/model/newDevice/newDevice.ts';
import type { FieldTraits } from '../../../shared/xml/traits.ts';
import { PropertyControl } from '../../nouns/propertyControl.tsx';
import type { Choice } from '../../nouns/propertyControlProps.ts';
import { usePropertyWords } from '../../nouns/propertyWords.ts';
import type { Draft } from './draft.ts';
import { useHostChoices } from './hostChoices.ts';
import styles from './addHardware.module.css';

interface DeviceFieldsProps {
  readonly host: HostId;
  readonly device: NewDevice;
  readonly context: NewDeviceContext;
  readonly draft: Draft;
  readonly missing: readonly string[];
}

export function DeviceFields({ host, device, context, draft, missing }: DeviceFieldsProps): ReactElement {
  const { t } = useTranslation();
  const words = usePropertyWords();
  const [typed, setTyped] = useState('');
  const choices = useHostChoices(host, device, context);
  const fields = namedDeviceTables[device.kind]?.fields ?? {};
  const wanted = typed.trim().toLowerCase();
  const matches = (name: string): boolean =>
    [name, words.label(device.kind, name)].some((text) => text.toLowerCase().includes(wanted));
  const others = Object.keys(fields).filter((name) => !device.ask.includes(name) && matches(name));
  const show = (name: string): ReactElement | null => {
    const field = fields[name];
    return field === undefined ? null : (
      <Field
        key={name}
        kind={device.kind}
        name={name}
        field={field}
        draft={draft}
        missing={missing.includes(name)}
        choices={choices(name, draft.values)}
      />
    );
  };
  return (
    <>
      <div className={styles.fields}>{device.ask.map(show)}</div>
      <details className={styles.fold}>
        <summary>
          <ChevronRight size={14} aria-hidden className={styles.chevron} />
          {t('addHardware.more')}
        </summary>
        <TextInput
          size="xs"
          className={styles.filter}
          leftSection={<Search size={13} />}
          aria-label={t('addHardware.filter')}
          placeholder={t('addHardware.filter')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className={styles.fields}>{others.map(show)}</div>
      </details>
    </>
  );
}

interface FieldProps {
  readonly kind: string;
  readonly name: string;
  readonly field: FieldTraits;
  readonly draft: Draft;
  readonly missing: boolean;
  readonly choices: readonly Choice[] | undefined;
}

function Field({ kind, name, field, draft, missing, choices }: FieldProps): ReactElement {
  const words = usePropertyWords();
  const label = words.label(kind, name);
  const hint = words.hint(kind, name);
  const offered = (choices ?? (field.allowed ?? []).map((value): Choice => ({ value: String(value) }))).map(
    (choice) => {
      const word = words.choice(kind, name, choice.value);
      return word === undefined ? choice : { ...choice, label: word };
    },
  );
  return (
    <div className={field.kind === 'records' ? styles.wide : undefined} data-missing={missing}>
      <div className={styles.label}>
        {label}
        {missing && <span className={styles.star}>*</span>}
        {hint !== undefined && (
          <Tooltip label={hint} multiline w={300}>
            <CircleHelp size={12} aria-label={hint} role="img" className={styles.help} />
          </Tooltip>
        )}
      </div>
      <PropertyControl
        eager
        field={field}
        label={label}
        value={draft.values[name] ?? null}
        choices={offered}
        fieldLabel={(column) => words.fieldLabel(kind, name, column)}
        onChange={(value) => draft.set(name, value)}
      />
    </div>
  );
}
