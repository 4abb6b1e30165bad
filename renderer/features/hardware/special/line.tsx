import { ActionIcon } from '@mantine/core';
import { Undo2 } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditValue } from '../../../../shared/model/domainEdit.ts';
import { usePropertyWords } from '../../../nouns/propertyWords.ts';
import type { PropertyForm } from '../form.ts';
import styles from './special.module.css';

interface LineProps {
  readonly form: PropertyForm;
  /** What the control changes; marked, and taken back, together. */
  readonly properties: readonly string[];
  readonly label: string;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}

/** A label and its control; says when it is planned to change, and how the running guest has it. */
export function Line({ form, properties, label, hint, children }: LineProps): ReactElement {
  const { t } = useTranslation();
  const words = usePropertyWords();
  const planned = properties.filter((property) => form.isPlanned(property));
  const running = properties.flatMap((property): readonly (readonly [string, EditValue])[] => {
    const value = form.running(property);
    return value === undefined ? [] : [[property, value]];
  });
  const values = running.flatMap(([property, value]) =>
    value === null ? [] : [words.value(form.kind, property, value)],
  );
  // What is planned is taken back first, then what waits.
  const back = planned.length > 0 ? planned.map((property) => [property, form.before(property)] as const) : running;
  return (
    <div className={styles.line} data-planned={planned.length > 0}>
      <span className={styles.label} aria-hidden>
        {label}
      </span>
      <div className={styles.control}>{children}</div>
      <span className={styles.revert}>
        {back.length > 0 && (
          <ActionIcon
            size="sm"
            aria-label={t(planned.length > 0 ? 'hardware.special.revert' : 'hardware.marks.keepRunning', { label })}
            onClick={() => form.change(Object.fromEntries(back))}
          >
            <Undo2 size={13} aria-hidden />
          </ActionIcon>
        )}
      </span>
      {(hint !== undefined || running.length > 0) && (
        <span className={styles.hint}>
          {running.length > 0 && (
            <span className={styles.running}>
              {values.length === 0
                ? t('hardware.special.runsWithout')
                : t('hardware.special.runsWith', { value: values.join(', ') })}
            </span>
          )}
          {hint}
        </span>
      )}
    </div>
  );
}
