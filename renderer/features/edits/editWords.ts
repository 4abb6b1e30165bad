/** Edits in words: what changes, from what to what. */
import { useTranslation } from 'react-i18next';
import type { DomainEdit, EditConflict, EditValue } from '../../../shared/model/domainEdit.ts';
import { elementOf, useDeviceWords, useDeviceXmlWords } from '../../nouns/deviceWords.ts';
import { usePropertyWords } from '../../nouns/propertyWords.ts';

export interface EditLine {
  /** '' where the edit is about a whole element. */
  readonly property: string;
  readonly label: string;
  readonly from?: string;
  readonly to?: string;
  /** Of a whole device: what it is. */
  readonly about?: string;
}

export interface EditText {
  /** "Disk vda" */
  readonly object: string;
  readonly lines: readonly EditLine[];
}

interface EditWords {
  readonly edit: (edit: DomainEdit) => EditText;
  readonly conflict: (
    conflict: EditConflict,
    edit: DomainEdit | undefined,
  ) => { readonly object: string; readonly label: string };
  readonly value: (kind: string, property: string, value: EditValue) => string;
}

export function useEditWords(): EditWords {
  const { t } = useTranslation();
  const words = usePropertyWords();
  const device = useDeviceWords();
  const byXml = useDeviceXmlWords();
  const value = (kind: string, property: string, shown: EditValue): string =>
    shown === null ? t('edit.notSet') : words.value(kind, property, shown);
  const changes = (kind: string, changed: Extract<DomainEdit, { kind: 'domain' }>['changes']): readonly EditLine[] =>
    Object.entries(changed).map(([property, { from, to }]) => ({
      property,
      label: words.label(kind, property),
      from: value(kind, property, from),
      to: value(kind, property, to),
    }));
  const whole = (xml: string, label: string): EditText => {
    const { name, about } = byXml(xml);
    return { object: name, lines: [{ property: '', label, about }] };
  };
  const edit = (each: DomainEdit): EditText => {
    switch (each.kind) {
      case 'domain':
        return { object: t('edit.machine'), lines: changes('domain', each.changes) };
      case 'device':
        return { object: device(each.device), lines: changes(elementOf(each.device), each.changes) };
      case 'deviceXml':
        return { object: device(each.device), lines: [{ property: '', label: t('edit.deviceXml') }] };
      case 'addDevice':
        return whole(each.xml, t('edit.added'));
      case 'removeDevice':
        return whole(each.xml, t('edit.removed'));
      case 'definition':
        return { object: t('edit.machine'), lines: [{ property: '', label: t('edit.definition') }] };
      default:
        return each satisfies never;
    }
  };
  return {
    edit,
    value,
    conflict: ({ device: key, property }, of) => ({
      object: key === undefined ? t('edit.machine') : device(key),
      label:
        property === undefined
          ? ((of && edit(of).lines[0]?.label) ?? '')
          : words.label(key === undefined ? 'domain' : elementOf(key), property),
    }),
  };
}
