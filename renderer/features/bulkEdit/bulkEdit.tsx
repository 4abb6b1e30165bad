/** Changes one field of many VMs: what each has, what it will have, and when; then one task a VM. */
import { Button, Checkbox, Group, Modal, Select } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { bulkFields, type BulkField } from '../../../shared/model/bulkEdit.ts';
import { namedDeviceTables } from '../../../shared/model/devices/index.ts';
import { domainKey, type Domain, type DomainRef } from '../../../shared/model/domain.ts';
import type { EditValue } from '../../../shared/model/domainEdit.ts';
import { namedDomain } from '../../../shared/model/editDefinition.ts';
import { api } from '../../backend.ts';
import { PropertyField } from '../../nouns/propertyField.tsx';
import { usePropertyWords } from '../../nouns/propertyWords.ts';
import { showFailure } from '../../nouns/runVerb.ts';
import { useInventory } from '../../store/inventory.ts';
import { hasWords } from '../../words/hasWords.ts';
import { PreviewTable } from './previewTable.tsx';
import { usePreview } from './usePreview.ts';
import styles from './bulkEdit.module.css';

interface BulkEditProps {
  readonly domains: readonly DomainRef[];
  readonly onClose: () => void;
}

const idOf = ({ kind, property }: BulkField): string => `${kind}.${property}`;
const [firstField] = bulkFields;

export function BulkEdit({ domains: refs, onClose }: BulkEditProps): ReactElement | null {
  const { t } = useTranslation();
  const all = useInventory((state) => state.domain.records);
  const domains = refs.flatMap((ref) => all[domainKey(ref)] ?? []);
  if (firstField === undefined) return null;
  return (
    <Modal
      opened
      onClose={onClose}
      size={900}
      title={t('bulkEdit.title', { count: domains.length })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Form domains={domains} first={firstField} onClose={onClose} />
    </Modal>
  );
}

interface FormProps {
  readonly domains: readonly Domain[];
  readonly first: BulkField;
  readonly onClose: () => void;
}

function Form({ domains, first, onClose }: FormProps): ReactElement {
  const { t } = useTranslation();
  const [field, setField] = useState<BulkField>(first);
  const [value, setValue] = useState<EditValue>();
  const [nextStartOnly, setNextStartOnly] = useState(false);
  const refs = domains.map(({ host, uuid }) => ({ host, uuid }));
  const previews = usePreview(refs, { field, value, nextStartOnly });
  const ready = [...previews.values()].filter(({ kind }) => kind === 'planned').length;
  const apply = (): void => {
    if (ready === 0) return;
    for (const { host, uuid } of refs) {
      const preview = previews.get(domainKey({ host, uuid }));
      if (preview?.kind !== 'planned') continue;
      api.domain.edit({ host, uuid, edits: preview.edits, nextStartOnly, force: false }).catch(showFailure);
    }
    onClose();
  };
  return (
    // The dialog's own shortcut; each control in it is reached by Tab as ever.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) apply();
      }}
    >
      <FieldChoice
        field={field}
        value={value}
        onField={(chosen) => {
          setField(chosen);
          setValue(undefined);
        }}
        onValue={setValue}
      />
      <PreviewTable domains={domains} previews={previews} field={field} />
      <Group mt="md" justify="space-between">
        <Checkbox
          size="xs"
          label={t('bulkEdit.nextStartOnly')}
          checked={nextStartOnly}
          onChange={(event) => setNextStartOnly(event.currentTarget.checked)}
        />
        <Group gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button disabled={ready === 0} onClick={apply}>
            {t('bulkEdit.apply', { count: ready })}
          </Button>
        </Group>
      </Group>
    </div>
  );
}

interface FieldChoiceProps {
  readonly field: BulkField;
  readonly value: EditValue | undefined;
  readonly onField: (field: BulkField) => void;
  readonly onValue: (value: EditValue | undefined) => void;
}

function FieldChoice({ field, value, onField, onValue }: FieldChoiceProps): ReactElement {
  const { t } = useTranslation();
  const words = usePropertyWords();
  const table = field.kind === 'domain' ? namedDomain : namedDeviceTables[field.kind];
  const traits = table?.fields[field.property];
  const groups = [...new Set(bulkFields.map(({ kind }) => kind))].map((kind) => {
    const word = `device.kinds.${kind}`;
    return {
      group: hasWords(word) ? t(word) : t('edit.machine'),
      items: bulkFields
        .filter((each) => each.kind === kind)
        .map((each) => ({ value: idOf(each), label: words.label(each.kind, each.property) })),
    };
  });
  return (
    <div className={styles.field}>
      <Select
        size="xs"
        searchable
        openOnFocus={false}
        data-autofocus
        label={t('bulkEdit.field')}
        data={groups}
        value={idOf(field)}
        allowDeselect={false}
        onChange={(id) => {
          const chosen = bulkFields.find((each) => idOf(each) === id);
          if (chosen !== undefined) onField(chosen);
        }}
      />
      {traits !== undefined && (
        <PropertyField
          key={idOf(field)}
          field={traits}
          label={t('bulkEdit.value')}
          value={value ?? null}
          onChange={onValue}
        />
      )}
      <Checkbox
        size="xs"
        label={t('bulkEdit.unset')}
        checked={value === null}
        onChange={(event) => onValue(event.currentTarget.checked ? null : undefined)}
      />
    </div>
  );
}
