/** The icon of an object that has no pictures of its own: the noun's, in the colour of its state. */
import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import type { IconLook } from './noun.ts';

interface NounIconProps extends IconLook {
  readonly icon: LucideIcon;
  /** Of its state, a variable of the theme. */
  readonly color: 'running' | 'off' | 'paused' | 'busy' | 'error' | 'text-2';
}

export function NounIcon({ icon: Icon, color, stale }: NounIconProps): ReactElement {
  const paint = stale === true ? 'var(--text-3)' : `var(--${color})`;
  return <Icon size={15} aria-hidden color={paint} style={{ flex: 'none' }} />;
}
