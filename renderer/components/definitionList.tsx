/** Facts of one thing: label in grey, value. What is not known shows a dash. */
import type { ReactElement, ReactNode } from 'react';
import styles from './definitionList.module.css';

export function DefinitionList({ children }: { readonly children: ReactNode }): ReactElement {
  return <dl className={styles.list}>{children}</dl>;
}

/** One line of it. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children ?? '—'}</dd>
    </div>
  );
}
