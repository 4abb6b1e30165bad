/** Names and values of one thing, a line each. What is not known shows a dash. */
import type { ReactElement, ReactNode } from 'react';
import styles from './facts.module.css';

export function FactList({ children }: { readonly children: ReactNode }): ReactElement {
  return <dl className={styles.facts}>{children}</dl>;
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children ?? '—'}</dd>
    </div>
  );
}
