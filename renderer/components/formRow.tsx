/** Forms of many short lines: a label, its control, and beside it what is wrong with what was chosen. */
import { CircleX, Info, TriangleAlert } from 'lucide-react';
import { useId, type ReactElement, type ReactNode } from 'react';
import styles from './formRow.module.css';

/** What is to be said of a field. */
export interface Note {
  readonly level: 'error' | 'warning' | 'hint';
  readonly text: string;
}

const icons = { error: CircleX, warning: TriangleAlert, hint: Info } as const;

/** Read out when they come and change; announced once for the form they belong to, not for each. */
export function Notes({ notes, id }: { readonly notes: readonly Note[]; readonly id?: string }): ReactElement | null {
  if (notes.length === 0) return null;
  return (
    <ul className={styles.notes} {...(id !== undefined && { id })}>
      {notes.map(({ level, text }) => {
        const Icon = icons[level];
        return (
          <li key={text} data-level={level}>
            <Icon size={13} aria-hidden />
            <span>{text}</span>
          </li>
        );
      })}
    </ul>
  );
}

interface FormSectionProps {
  readonly title: string;
  /** At the right of the title. */
  readonly aside?: ReactNode;
  readonly notes?: readonly Note[];
  readonly children: ReactNode;
}

export function FormSection({ title, aside, notes = [], children }: FormSectionProps): ReactElement {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.title}>
        <h3 id={id}>{title}</h3>
        {aside}
      </div>
      <Notes notes={notes} />
      {children}
    </section>
  );
}

interface FormRowProps {
  /** Seen here; the control has its own name for those who don't see it. */
  readonly label: string;
  readonly hint?: string | undefined;
  readonly notes?: readonly Note[];
  readonly children: ReactNode;
}

/** One line of a form. */
export function FormRow({ label, hint, notes = [], children }: FormRowProps): ReactElement {
  const id = useId();
  const said = notes.length > 0;
  return (
    <div className={styles.row} role="group" aria-label={label} {...(said && { 'aria-describedby': id })}>
      <span className={styles.label} aria-hidden>
        {label}
      </span>
      <div className={styles.body}>
        <div className={styles.control}>{children}</div>
        {hint !== undefined && hint !== '' && <p className={styles.hint}>{hint}</p>}
        <Notes notes={notes} id={id} />
      </div>
    </div>
  );
}

interface FormFieldProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly grow?: boolean;
}

/** A control with its label above, for several side by side. */
export function FormField({ label, grow = false, children }: FormFieldProps): ReactElement {
  return (
    <div className={styles.field} data-grow={grow}>
      <span className={styles.fieldLabel} aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}

/** Fields side by side, as many as there is room for. */
export function FormFields({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className={styles.fields}>{children}</div>;
}
