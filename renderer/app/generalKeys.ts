/** Keys that are no verb's, as data: what they do, and what the help says of them (`help.<id>`). */
import { spotlight } from '@mantine/spotlight';
import type { Route } from '../../shared/model/route.ts';
import { openDialog, useDialog } from '../store/dialogs.ts';
import { recordsNow } from '../store/inventory.ts';
import { newDomain } from './newDomain.ts';

interface GeneralKey {
  readonly id: 'palette' | 'filter' | 'arrows' | 'open' | 'select' | 'create' | 'submit' | 'close' | 'help';
  readonly keys: string;
  /** Absent: those see to it who have the keyboard then. */
  readonly run?: (route: Route) => void;
  /** Also while something is being typed or a dialog is open, unless this says otherwise. */
  readonly anywhere?: () => boolean;
}

export const generalKeys: readonly GeneralKey[] = [
  { id: 'palette', keys: 'mod+K', run: spotlight.open, anywhere: () => true },
  { id: 'filter', keys: '/', run: focusFilter },
  { id: 'arrows', keys: '↑ ↓ ← →' },
  { id: 'open', keys: 'Enter' },
  { id: 'select', keys: 'Space' },
  {
    id: 'create',
    keys: 'Alt+N',
    run: newDomain,
    anywhere: () => useDialog.getState().dialog === undefined && recordsNow('host').length > 0,
  },
  { id: 'submit', keys: 'mod+Enter' },
  { id: 'close', keys: 'Esc' },
  { id: 'help', keys: '?', run: () => openDialog({ kind: 'help' }) },
];

function focusFilter(): void {
  document.querySelector<HTMLInputElement>('input[data-filter]')?.focus();
}
