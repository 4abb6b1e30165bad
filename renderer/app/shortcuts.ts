/** Keys that work everywhere outside text fields and consoles. */
import { spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import { api } from '../backend.ts';
import { domainVerb } from '../nouns/domain.tsx';
import { beginDomainVerb, showFailure } from '../nouns/runVerb.ts';
import { domainKey } from '../../shared/model/domain.ts';
import { openDialog, useDialog } from '../store/dialogs.ts';
import { useInventory } from '../store/inventory.ts';
import type { DomainVerbId } from '../words/keys.ts';
import { newVm } from './newVm.ts';
import type { Route } from './routes.ts';

export function useShortcuts(route: Route): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || belongsElsewhere(event.target)) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') spotlight.open();
      // By the key's place: with Option a Mac types another letter.
      else if (event.altKey && event.code === 'KeyN' && mayOpenDialog()) newVm(route);
      else if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || useDialog.getState().dialog)
        return;
      else if (event.key === '/') focusFilter();
      else if (event.key === '?') openDialog({ kind: 'help' });
      else if (event.key === 'F5') reconnect(route);
      else if (event.key === 'F2') onDomain(route, 'rename');
      else if (event.key === 'Delete') onDomain(route, 'delete');
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [route]);
}

const mayOpenDialog = (): boolean =>
  useDialog.getState().dialog === undefined && Object.keys(useInventory.getState().hosts).length > 0;

/** A console's keys are the guest's, all of them. */
const belongsElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="application"], .xterm') !== null;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

function focusFilter(): void {
  document.querySelector<HTMLInputElement>('input[data-filter]')?.focus();
}

/** The host of the page, or all that are not there. */
function reconnect(route: Route): void {
  const hosts = Object.values(useInventory.getState().hosts);
  for (const { id, status } of hosts) {
    const wanted = 'host' in route ? id === route.host : true;
    if (wanted && status.kind !== 'connected' && status.kind !== 'connecting')
      api.host.connect({ host: id }).catch(showFailure);
  }
}

function onDomain(route: Route, id: DomainVerbId): void {
  const domain = 'uuid' in route ? useInventory.getState().domains[domainKey(route)] : undefined;
  const verb = domainVerb(id);
  if (domain && verb) beginDomainVerb(verb, [domain]);
}
