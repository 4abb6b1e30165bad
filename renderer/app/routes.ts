/** Where the window is: the part of its address after `#`. */
import { useSyncExternalStore } from 'react';
import { domainKey, type DomainRef } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';

export type Route =
  | { readonly page: 'fleet'; readonly tab: string }
  | { readonly page: 'host'; readonly host: HostId; readonly tab: string }
  | { readonly page: 'vm'; readonly host: HostId; readonly uuid: string; readonly tab: string }
  | { readonly page: 'console'; readonly host: HostId; readonly uuid: string; readonly console: string }
  /** VMs that are gone. */
  | { readonly page: 'deleted' }
  | { readonly page: 'deletedVm'; readonly host: HostId; readonly uuid: string }
  | { readonly page: 'settings' };

/** Whatever is no address of ours is the fleet. */
export function parseRoute(hash: string): Route {
  const [page, first = '', second = '', third = ''] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  switch (page) {
    case 'host':
      return { page, host: first, tab: second };
    case 'vm':
      return { page, host: first, uuid: second, tab: third };
    case 'console':
      return { page, host: first, uuid: second, console: third };
    case 'deleted':
      return first === '' ? { page } : { page: 'deletedVm', host: first, uuid: second };
    case 'settings':
      return { page };
    case 'fleet':
      return { page, tab: first };
    default:
      return { page: 'fleet', tab: '' };
  }
}

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return parseRoute(hash);
}

/** The object a page is about, as the tree's key: '' for the fleet. */
export function routeKey(route: Route): string {
  switch (route.page) {
    case 'host':
    case 'deletedVm':
      return route.host;
    case 'vm':
    case 'console':
      return domainKey(refOf(route));
    case 'fleet':
    case 'deleted':
    case 'settings':
      return '';
  }
}

const refOf = ({ host, uuid }: DomainRef): DomainRef => ({ host, uuid });
