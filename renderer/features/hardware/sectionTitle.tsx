import { ChevronRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import styles from './hardware.module.css';

/** Head of a foldable section. */
export function SectionTitle({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <summary>
      <ChevronRight size={13} aria-hidden className={styles.chevron} /> {children}
    </summary>
  );
}
