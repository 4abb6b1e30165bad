import type { ReactElement, ReactNode } from 'react';
import { recordKey, type ObjectRef } from '../../shared/model/objectRef.ts';
import { objectHref } from '../../shared/model/route.ts';
import { useRecord } from '../store/inventory.ts';
import { isDescribed, nounOf, type DescribedKind } from './nounOf.ts';
import styles from './nouns.module.css';

interface ObjectLinkProps {
  /** Undefined: nothing that is known by itself. */
  readonly of: ObjectRef | undefined;
  /** What to say of it. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** Words about an object: with the icon of its state and the way to its page as long as it is there, else just the words. */
export function ObjectLink({ of, children, className }: ObjectLinkProps): ReactElement {
  if (of === undefined || !isDescribed(of)) return <span className={className}>{children}</span>;
  return (
    <Known key={recordKey(of)} of={of} className={className}>
      {children}
    </Known>
  );
}

interface KnownProps<K extends DescribedKind> extends ObjectLinkProps {
  readonly of: ObjectRef<K>;
}

function Known<K extends DescribedKind>({ of, children, className }: KnownProps<K>): ReactElement {
  const record = useRecord(of);
  const { icon } = nounOf[of.kind];
  if (record === undefined) return <span className={className}>{children}</span>;
  return (
    <a className={[styles.objectLink, className].filter(Boolean).join(' ')} href={objectHref(of)}>
      {icon(record)} {children}
    </a>
  );
}
