import { createElement, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PropertyForm } from './form.ts';
import { FormSections } from './formSections.tsx';
import { partIcons } from './icons.ts';
import { partLayouts, type PartId } from './partLayouts.ts';
import styles from './hardware.module.css';

interface PartDetailsProps {
  /** Of the domain. */
  readonly form: PropertyForm;
  readonly part: PartId;
  readonly filter: string;
}

/** One part of the machine outside its devices. */
export function PartDetails({ form, part, filter }: PartDetailsProps): ReactElement {
  const { t } = useTranslation();
  const title = t(`hardware.parts.${part}`);
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>
        {createElement(partIcons[part], { size: 17, 'aria-hidden': true })} {title}
      </h2>
      <FormSections form={form} layout={partLayouts[part]} filter={filter} />
    </section>
  );
}
