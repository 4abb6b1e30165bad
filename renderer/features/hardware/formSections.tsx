/** The sections of a form: fields with their labels, what is planned and what waits for the next start. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { CircleHelp, Clock3, PencilLine, Undo2 } from 'lucide-react';
import { createElement, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldTraits } from '../../../shared/xml/traits.ts';
import { PropertyControl } from '../../nouns/propertyControl.tsx';
import type { Choice } from '../../nouns/propertyControlProps.ts';
import { usePropertyWords } from '../../nouns/propertyWords.ts';
import { useChoices } from './choices.ts';
import type { PropertyForm } from './form.ts';
import { completed, isShown, namesIn, type Layout, type SectionLayout } from '../../nouns/formLayout.ts';
import { SectionTitle } from './sectionTitle.tsx';
import { specialEditors } from './special/index.tsx';
import styles from './hardware.module.css';

interface FormSectionsProps {
  readonly form: PropertyForm;
  readonly layout: Layout;
  /** Whatever the layout doesn't name comes under "more". */
  readonly rest?: boolean;
  /** Only fields whose label or name has this in it. */
  readonly filter: string;
}

export function FormSections({ form, layout, rest = false, filter }: FormSectionsProps): ReactElement {
  const sections = rest ? completed(layout, Object.keys(form.fields)) : layout.sections;
  const choices = useChoices(form);
  const words = usePropertyWords();
  const wanted = filter.trim().toLowerCase();
  const matches = (name: string): boolean =>
    wanted === '' || name.toLowerCase().includes(wanted) || words.label(form.kind, name).toLowerCase().includes(wanted);
  return (
    <>
      {sections.map((section) => (
        <Section
          key={section.id}
          form={form}
          section={section}
          matches={matches}
          filtered={wanted !== ''}
          choices={choices}
        />
      ))}
    </>
  );
}

interface SectionProps {
  readonly form: PropertyForm;
  readonly section: SectionLayout;
  readonly matches: (name: string) => boolean;
  readonly filtered: boolean;
  readonly choices: ReturnType<typeof useChoices>;
}

function Section({ form, section, matches, filtered, choices }: SectionProps): ReactElement | null {
  const { t } = useTranslation();
  const special = section.special !== undefined && (section.covers ?? []).some(matches) ? section.special : undefined;
  const names = (section.fields ?? []).filter((name) => isShown(name, form.fields[name], form.value)).filter(matches);
  if (special === undefined && names.length === 0) return null;
  const isSet = namesIn(section).some((name) => form.value(name) !== null || form.isPlanned(name));
  const title = t(`hardware.sections.${section.id}`);
  // A section that is closed at first stays as the user left it: the browser keeps `open`.
  return (
    <details className={styles.section} open={section.closed !== true || isSet || filtered}>
      <SectionTitle>{title}</SectionTitle>
      {special !== undefined && (
        <div className={styles.special}>{createElement(specialEditors[special], { form })}</div>
      )}
      <div className={styles.fields}>
        {names.map((name) => {
          const field = form.fields[name];
          return field === undefined ? null : (
            <Field key={name} form={form} name={name} field={field} choices={choices(name)} />
          );
        })}
      </div>
    </details>
  );
}

interface FieldProps {
  readonly form: PropertyForm;
  readonly name: string;
  readonly field: FieldTraits;
  readonly choices: ReturnType<ReturnType<typeof useChoices>>;
}

function Field({ form, name, field, choices }: FieldProps): ReactElement {
  const { t } = useTranslation();
  const words = usePropertyWords();
  const { kind } = form;
  const label = words.label(kind, name);
  const hint = words.hint(kind, name);
  const planned = form.isPlanned(name);
  const running = form.running(name);
  const wide = field.kind === 'records';
  const offered = (choices ?? (field.allowed ?? []).map((value): Choice => ({ value: String(value) }))).map(
    (choice) => {
      const word = words.choice(kind, name, choice.value);
      return word === undefined ? choice : { ...choice, label: word };
    },
  );
  return (
    <div className={styles.field} data-planned={planned} data-wide={wide}>
      <span className={styles.label}>
        {label}
        {hint !== undefined && (
          <Tooltip label={hint} multiline w={300}>
            <CircleHelp size={12} aria-label={hint} role="img" className={styles.help} />
          </Tooltip>
        )}
      </span>
      <div>
        <PropertyControl
          field={field}
          label={label}
          value={form.value(name)}
          choices={offered}
          fieldLabel={(column) => words.fieldLabel(kind, name, column)}
          onChange={(value) => form.change({ [name]: value })}
        />
        {running !== undefined && !planned && (
          <span className={styles.mark} data-mark="pending">
            <Clock3 size={12} aria-hidden />{' '}
            {running === null
              ? t('hardware.marks.pendingUnset')
              : t('hardware.marks.pending', { value: words.value(kind, name, running) })}
            <ActionIcon
              size="xs"
              variant="subtle"
              color="gray"
              aria-label={t('hardware.marks.keepRunning', { label })}
              onClick={() => form.change({ [name]: running })}
            >
              <Undo2 size={12} />
            </ActionIcon>
          </span>
        )}
        {planned && (
          <span className={styles.mark} data-mark="planned">
            <PencilLine size={12} aria-hidden />{' '}
            {t('hardware.marks.planned', { value: words.value(kind, name, form.before(name)) })}
            <ActionIcon
              size="xs"
              variant="subtle"
              color="gray"
              aria-label={t('hardware.marks.revert', { label })}
              onClick={() => form.change({ [name]: form.before(name) })}
            >
              <Undo2 size={12} />
            </ActionIcon>
          </span>
        )}
      </div>
    </div>
  );
}
