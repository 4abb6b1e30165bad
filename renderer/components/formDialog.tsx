/** A dialog of some fields and one act. It knows no noun. */
import { Button, Checkbox, Group, Loader, Modal, Select, TextInput } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChoiceField, Field, TextField } from './formFields.ts';
import { useSubmit } from './useSubmit.ts';
import styles from './formDialog.module.css';

interface FormDialogProps {
  readonly title: string;
  readonly size?: 'md' | 'lg';
  /** What the act does. */
  readonly about?: string;
  /** The first one that is not closed has the focus at first. */
  readonly fields: readonly Field[];
  /** The act, in words. */
  readonly submit: string;
  /** Whether there is anything to do; wrong fields say so themselves. */
  readonly ready: boolean;
  readonly act: () => Promise<unknown>;
  /** How it is told why the act failed. */
  readonly renderFailure: (thrown: unknown) => ReactNode;
  /** Also when the act is done. */
  readonly onClose: () => void;
}

export function FormDialog(props: FormDialogProps): ReactElement {
  const { title, size = 'md', about, fields, submit, ready, act, renderFailure, onClose } = props;
  const { t } = useTranslation();
  const { onSubmit, busy, failure } = useSubmit({ fields, act, onDone: onClose });
  const first = fields.find(({ closed }) => closed !== true)?.id;
  return (
    <Modal opened onClose={onClose} size={size} title={title} closeButtonProps={{ 'aria-label': t('shell.close') }}>
      <form onSubmit={onSubmit} aria-busy={busy}>
        {about !== undefined && <p className={styles.about}>{about}</p>}
        <div className={styles.fields}>
          {fields.map((field) => (
            <Control key={field.id} field={field} focused={field.id === first} />
          ))}
        </div>
        {failure && renderFailure(failure.thrown)}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          {/* Not disabled while it is busy: it would lose the focus. */}
          <Button
            type="submit"
            disabled={!ready}
            leftSection={busy && <Loader size={11} color="currentColor" aria-hidden />}
          >
            {submit}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

interface ControlProps<F extends Field> {
  readonly field: F;
  readonly focused: boolean;
}

function Control({ field, focused }: ControlProps<Field>): ReactElement {
  switch (field.kind) {
    case 'text':
      return <TextControl field={field} focused={focused} />;
    case 'choice':
      return <ChoiceControl field={field} focused={focused} />;
    case 'tick':
      return (
        <Checkbox
          {...(styles.tick !== undefined && { className: styles.tick })}
          label={field.label}
          description={field.help}
          error={field.error}
          disabled={field.closed === true}
          data-field={field.id}
          checked={field.value}
          onChange={(event) => field.onChange(event.currentTarget.checked)}
        />
      );
  }
}

/** Label, help and error where the styles put them: the label at the left, the others below the control. */
const common = ({ id, label, help, error, closed }: Field, focused: boolean) => ({
  label,
  description: help,
  error,
  disabled: closed === true,
  classNames: { root: styles.field ?? '' },
  inputWrapperOrder: ['label' as const, 'input' as const, 'description' as const, 'error' as const],
  'data-field': id,
  ...(focused && { 'data-autofocus': true }),
});

function TextControl({ field, focused }: ControlProps<TextField>): ReactElement {
  const { value, onChange, unit, maxLength } = field;
  return (
    <TextInput
      {...common(field, focused)}
      value={value}
      spellCheck={false}
      autoComplete="off"
      {...(maxLength !== undefined && { maxLength })}
      {...(unit !== undefined && {
        rightSection: <span className={styles.unit}>{unit}</span>,
        rightSectionWidth: 'auto',
        rightSectionPointerEvents: 'none' as const,
      })}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function ChoiceControl({ field, focused }: ControlProps<ChoiceField>): ReactElement {
  return (
    <Select
      {...common(field, focused)}
      data={field.choices}
      value={field.value}
      allowDeselect={false}
      onChange={(value) => value !== null && field.onChange(value)}
    />
  );
}
