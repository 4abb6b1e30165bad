/** Several entries of a few fields each: vCPU pins, host names of a network disk, timers. */
import { ActionIcon, Button } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState, type ComponentType, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditValue } from '../../shared/model/domainEdit.ts';
import type { PropertyControlProps } from './propertyControlProps.ts';
import styles from './records.module.css';

type Row = { readonly [name: string]: EditValue };

const isRow = (value: EditValue): value is { [name: string]: EditValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface RecordsControlProps extends PropertyControlProps {
  /** Of one field. */
  readonly Control: ComponentType<PropertyControlProps>;
}

export function RecordsControl(props: RecordsControlProps): ReactElement {
  const { t } = useTranslation();
  const { label, value, onChange } = props;
  // A new entry counts once something is in it.
  const [adding, setAdding] = useState(false);
  const rows: readonly Row[] = Array.isArray(value) ? value.filter(isRow) : [];
  const shown = adding ? [...rows, {}] : rows;
  const change = (changed: readonly Row[]): void =>
    onChange(changed.length === 0 ? null : changed.map((row) => ({ ...row })));
  const set = (at: number, name: string, to: EditValue): void => {
    const { [name]: _, ...rest } = shown[at] ?? {};
    if (at === rows.length) setAdding(false);
    change(shown.slice(0, Math.max(rows.length, at + 1)).with(at, to === null ? rest : { ...rest, [name]: to }));
  };
  const remove = (at: number): void => {
    if (at === rows.length) setAdding(false);
    else change(rows.toSpliced(at, 1));
  };
  return (
    <div role="group" aria-label={label} className={styles.records}>
      {shown.map((row, at) => (
        <Entry
          key={at}
          {...props}
          row={row}
          position={at + 1}
          onSet={(name, to) => set(at, name, to)}
          onRemove={() => remove(at)}
        />
      ))}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Plus size={12} />}
        disabled={adding}
        onClick={() => setAdding(true)}
      >
        {t('field.addEntry')}
      </Button>
    </div>
  );
}

interface EntryProps extends RecordsControlProps {
  readonly row: Row;
  /** From 1. */
  readonly position: number;
  readonly onSet: (name: string, to: EditValue) => void;
  readonly onRemove: () => void;
}

function Entry({
  field,
  label,
  fieldLabel = (name) => name,
  Control,
  row,
  position,
  onSet,
  onRemove,
}: EntryProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.record}>
      <div className={styles.columns}>
        {Object.entries(field.fields ?? {}).map(([name, column]) => (
          <div key={name} className={styles.column}>
            <span aria-hidden>{fieldLabel(name)}</span>
            <Control
              field={column}
              label={`${label} ${position}: ${fieldLabel(name)}`}
              value={row[name] ?? null}
              onChange={(to) => onSet(name, to)}
            />
          </div>
        ))}
      </div>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t('field.removeEntry', { label, position })}
        onClick={onRemove}
      >
        <X size={13} />
      </ActionIcon>
    </div>
  );
}
