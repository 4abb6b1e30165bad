/** The control for a property, whatever its kind; what the property may be is said by its table, and by the host. */
import { Autocomplete, Group, NumberInput, PasswordInput, Select, TagsInput, TextInput } from '@mantine/core';
import { ChevronsUpDown } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditValue } from '../../shared/model/domainEdit.ts';
import type { Choice, PropertyControlProps } from './propertyControlProps.ts';
import { RecordsControl } from './recordsControl.tsx';
import { useDraft } from './useDraft.ts';

export function PropertyControl(props: PropertyControlProps): ReactElement {
  switch (props.field.kind) {
    case 'integer':
      return <IntegerControl {...props} />;
    case 'size':
      return <SizeControl {...props} />;
    case 'switch':
    case 'flag':
      return <SwitchControl {...props} />;
    case 'choice':
    case 'text':
      return <TextControl {...props} />;
    case 'list':
      return <ListControl {...props} />;
    case 'records':
      return <RecordsControl {...props} Control={PropertyControl} />;
    default:
      return props.field.kind satisfies never;
  }
}

/** "not set", with what is taken then. */
function useNotSet({ field }: PropertyControlProps): string {
  const { t } = useTranslation();
  const taken = field.default;
  switch (typeof taken) {
    case 'boolean':
      return t('field.default', { value: t(taken ? 'field.yes' : 'field.no') });
    case 'string':
    case 'number':
      return t('field.default', { value: taken });
    default:
      return t('field.notSet');
  }
}

function IntegerControl(props: PropertyControlProps): ReactElement {
  const { label, value, onChange, eager = false } = props;
  const placeholder = useNotSet(props);
  const draft = useDraft<EditValue>(typeof value === 'number' ? value : null, onChange, eager);
  return (
    <NumberInput
      size="xs"
      aria-label={label}
      placeholder={placeholder}
      allowDecimal={false}
      value={typeof draft.shown === 'number' ? draft.shown : ''}
      onChange={(typed) => draft.type(typeof typed === 'number' ? typed : null)}
      {...draft.handlers}
    />
  );
}

/** KiB in the definition. */
const units = { TiB: 1024 ** 3, GiB: 1024 ** 2, MiB: 1024, KiB: 1 } as const;
type Unit = keyof typeof units;
const unitNames: readonly Unit[] = ['TiB', 'GiB', 'MiB', 'KiB'];
const unitOf = (kib: number | undefined): Unit =>
  kib === undefined || kib === 0 ? 'MiB' : (unitNames.find((name) => kib % units[name] === 0) ?? 'KiB');

function SizeControl(props: PropertyControlProps): ReactElement {
  const { t } = useTranslation();
  const { label, value, onChange, eager = false } = props;
  const placeholder = useNotSet(props);
  const draft = useDraft<EditValue>(typeof value === 'number' ? value : null, onChange, eager);
  const kib = typeof draft.shown === 'number' ? draft.shown : undefined;
  const [chosen, setUnit] = useState<Unit>();
  const unit = chosen ?? unitOf(typeof value === 'number' ? value : undefined);
  return (
    <Group gap={4} wrap="nowrap">
      <NumberInput
        size="xs"
        aria-label={label}
        placeholder={placeholder}
        min={0}
        decimalScale={3}
        style={{ flex: 1 }}
        value={kib === undefined ? '' : kib / units[unit]}
        onChange={(typed) => {
          setUnit(unit); // the one that is typed in, also where another would suit what is typed
          draft.type(typeof typed === 'number' ? Math.round(typed * units[unit]) : null);
        }}
        {...draft.handlers}
      />
      <Select
        size="xs"
        w={72}
        aria-label={t('field.unitOf', { label })}
        data={[...unitNames]}
        value={unit}
        allowDeselect={false}
        onChange={(name) => setUnit(unitNames.find((each) => each === name))}
      />
    </Group>
  );
}

function SwitchControl(props: PropertyControlProps): ReactElement {
  const { t } = useTranslation();
  const { field, label, value, onChange } = props;
  const notSet = useNotSet(props);
  const data =
    field.kind === 'flag'
      ? [
          { value: 'yes', label: t('field.yes') },
          { value: '', label: t('field.no') },
        ]
      : [
          { value: '', label: notSet },
          { value: 'yes', label: t('field.yes') },
          { value: 'no', label: t('field.no') },
        ];
  return (
    <Select
      size="xs"
      aria-label={label}
      data={data}
      allowDeselect={false}
      value={value === true ? 'yes' : value === false ? 'no' : ''}
      onChange={(chosen) => onChange(chosen === 'yes' ? true : chosen === 'no' ? false : null)}
    />
  );
}

/** A text; the known words are offered where there are some, a newer libvirt may know more. */
function TextControl(props: PropertyControlProps): ReactElement {
  const { field, label, value, onChange, choices, eager = false } = props;
  const placeholder = useNotSet(props);
  const draft = useDraft(typeof value === 'string' ? value : '', (text) => onChange(text === '' ? null : text), eager);
  const offered = choices ?? (field.allowed ?? []).map((each): Choice => ({ value: String(each) }));
  const shared = { size: 'xs', 'aria-label': label, placeholder, value: draft.shown, ...draft.handlers } as const;
  if (field.secret === true)
    return <PasswordInput {...shared} onChange={(event) => draft.type(event.currentTarget.value)} />;
  if (offered.length === 0)
    return <TextInput {...shared} onChange={(event) => draft.type(event.currentTarget.value)} />;
  const byValue = new Map(offered.map((each) => [each.value, each]));
  return (
    <Autocomplete
      {...shared}
      rightSection={<ChevronsUpDown size={12} aria-hidden />}
      rightSectionPointerEvents="none"
      data={[...byValue.keys()]}
      // Every choice is shown, not only those that begin like the value that is there now.
      filter={({ options }) => options}
      renderOption={({ option }) => <OptionText {...(byValue.get(option.value) ?? { value: option.value })} />}
      onChange={draft.type}
      onOptionSubmit={(chosen) => onChange(chosen)}
    />
  );
}

function OptionText({ value, label, inactive }: Choice): ReactElement {
  const { t } = useTranslation();
  const notes = [label, inactive ? t('field.inactive') : undefined].filter((note) => note !== undefined);
  return (
    <span>
      {value}
      {notes.length > 0 && <span style={{ color: 'var(--text-2)' }}> · {notes.join(' · ')}</span>}
    </span>
  );
}

function ListControl(props: PropertyControlProps): ReactElement {
  const { field, label, value, onChange, choices } = props;
  const placeholder = useNotSet(props);
  const items = Array.isArray(value) ? value.map(String) : [];
  const numbers = field.item?.kind === 'integer';
  const offered = choices?.map((each) => each.value) ?? (field.item?.allowed ?? []).map(String);
  const change = (texts: readonly string[]): void => {
    const values = numbers ? texts.map(Number).filter(Number.isInteger) : [...texts];
    onChange(values.length === 0 ? null : values);
  };
  return (
    <TagsInput
      size="xs"
      aria-label={label}
      placeholder={items.length === 0 ? placeholder : ''}
      data={offered}
      value={items}
      acceptValueOnBlur
      onChange={change}
    />
  );
}
