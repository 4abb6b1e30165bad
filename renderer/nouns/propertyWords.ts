/** What a definition's properties and their values are called in the user's language. */
import i18next from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { namedDeviceTables } from '../../shared/model/devices/index.ts';
import type { EditValue } from '../../shared/model/domainEdit.ts';
import { namedDomain } from '../../shared/model/editDefinition.ts';
import { languages } from '../../shared/model/settings.ts';
import type { FieldTraits } from '../../shared/xml/traits.ts';
import { loadPropertyTexts, nameAsWords, propertyText, type PropertyTexts } from '../words/propertyTexts.ts';
import { propertyValue } from './propertyValue.ts';
import { showFailure } from './runVerb.ts';

/** `kind`: `domain`, or the element of a device. */
export interface PropertyWords {
  /** With its unit, where it has one. */
  readonly label: (kind: string, property: string) => string;
  /** What it does, when to change it, what is usual; undefined until the words are there. */
  readonly hint: (kind: string, property: string) => string | undefined;
  /** Of a column of records; of one within another, `outer.inner`. */
  readonly fieldLabel: (kind: string, property: string, field: string) => string;
  /** A word for a value that may be chosen; undefined where libvirt's own explains itself. */
  readonly choice: (kind: string, property: string, value: string) => string | undefined;
  readonly value: (kind: string, property: string, value: EditValue) => string;
}

type Language = (typeof languages)[number];

/** Loaded when first needed, one language at a time. */
const useTexts = create<Partial<Record<Language, PropertyTexts>>>()(() => ({}));
const loading = new Map<Language, Promise<void>>();

function load(language: Language): Promise<void> {
  const begun = loading.get(language);
  if (begun !== undefined) return begun;
  const work = loadPropertyTexts[language]().then((texts) => useTexts.setState({ [language]: texts }));
  loading.set(language, work);
  work.catch(() => loading.delete(language)); // the next page that needs them asks again
  return work;
}

const noTexts: PropertyTexts = {};

/** Until the words are there, and for a property that has none, the property's own name in words. */
export function usePropertyWords(): PropertyWords {
  const { t } = useTranslation();
  const language = languages.find((each) => each === i18next.language) ?? 'en';
  const texts = useTexts((loaded) => loaded[language]) ?? noTexts;
  useEffect(() => {
    load(language).catch(showFailure);
  }, [language]);

  const label = (kind: string, property: string, ...columns: readonly string[]): string => {
    const name = propertyText(texts, kind, property, ...columns)?.label ?? nameAsWords(columns.at(-1) ?? property);
    const field = columns.reduce<FieldTraits | undefined>(
      (outer, column) => outer?.fields?.[column],
      fieldOf(kind, property),
    );
    // A size is shown with the unit that suits it.
    if (field?.unit === undefined || field.kind === 'size') return name;
    return t('field.withUnit', { label: name, unit: t(`field.units.${field.unit}`) });
  };
  return {
    label,
    hint: (kind, property) => propertyText(texts, kind, property)?.hint,
    fieldLabel: (kind, property, field) => label(kind, property, ...field.split('.')),
    choice: (kind, property, value) => propertyText(texts, kind, property)?.values?.[value],
    value: (kind, property, value) =>
      propertyValue(fieldOf(kind, property), value, {
        yes: t('field.yes'),
        no: t('field.no'),
        notSet: t('field.notSet'),
        label: (column) => label(kind, property, ...column),
        unit: (unit) => t(`field.units.${unit}`),
        choice: (column, word) => propertyText(texts, kind, property, ...column)?.values?.[word],
      }),
  };
}

const fieldOf = (kind: string, property: string): FieldTraits | undefined =>
  (kind === 'domain' ? namedDomain : namedDeviceTables[kind])?.fields[property];
