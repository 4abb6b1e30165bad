/** How full something is: a bar of 4 px, orange from 80 %, red from 90 %. */
import type { ReactElement } from 'react';
import styles from './capacityBar.module.css';

interface CapacityBarProps {
  /** 0..1. */
  readonly share: number;
  /** What it says, for who can't see it and as a hint. */
  readonly label: string;
}

const levelOf = (share: number): 'ok' | 'hot' | 'full' => (share >= 0.9 ? 'full' : share >= 0.8 ? 'hot' : 'ok');

export function CapacityBar({ share, label }: CapacityBarProps): ReactElement {
  return (
    <span role="img" aria-label={label} title={label} className={styles.bar} data-level={levelOf(share)}>
      <i style={{ width: `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%` }} />
    </span>
  );
}
