/** Where a window is: the part of its address after `#`. Both sides write and read it here, so that it is encoded once. */
import { domainObject, type DomainRef } from './domain.ts';
import type { HostId } from './host.ts';
import { hostRef, objectKinds, type ObjectRef } from './objectRef.ts';

/** `tab`: '' for the page's first. */
export type Route =
  | { readonly page: 'fleet'; readonly tab: string }
  | { readonly page: 'object'; readonly ref: ObjectRef; readonly tab: string }
  /** A window of its own. `console`: `vnc:0`, `serial:serial0`; '' for the first there is. */
  | { readonly page: 'console'; readonly host: HostId; readonly uuid: string; readonly console: string }
  /** VMs that are gone. */
  | { readonly page: 'deleted' }
  | { readonly page: 'deletedDomain'; readonly host: HostId; readonly uuid: string }
  | { readonly page: 'settings' };

const fleet: Route = { page: 'fleet', tab: '' };

/** Whatever is no address of ours is the fleet. */
export function parseRoute(hash: string): Route {
  const [page, ...rest] = partsOf(hash);
  const [first = '', second = '', third = ''] = rest;
  switch (page) {
    case 'fleet':
      return { page, tab: first };
    case 'settings':
      return { page };
    case 'deleted':
      return first === '' || second === '' ? { page } : { page: 'deletedDomain', host: first, uuid: second };
    case 'console':
      return first === '' || second === '' ? fleet : { page, host: first, uuid: second, console: third };
    case 'host':
      return first === '' ? fleet : { page: 'object', ref: hostRef(first), tab: second };
    default: {
      const kind = objectKinds.find((one) => one === page);
      if (kind === undefined || first === '' || second === '') return fleet;
      return { page: 'object', ref: { host: first, kind, id: second }, tab: third };
    }
  }
}

/** The address of a page, from its `#` on. */
export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'fleet':
      return route.tab === '' ? '#/' : address('fleet', route.tab);
    case 'object':
      return objectHref(route.ref, route.tab);
    case 'console':
      return address('console', route.host, route.uuid, route.console);
    case 'deleted':
    case 'settings':
      return address(route.page);
    case 'deletedDomain':
      return address('deleted', route.host, route.uuid);
  }
}

/** The address of an object's page; without a tab: as it opens by itself. */
export const objectHref = ({ host, kind, id }: ObjectRef, tab = ''): string =>
  kind === 'host' ? address(kind, host, tab) : address(kind, host, id, tab);

export const domainHref = (ref: DomainRef, tab?: string): string => objectHref(domainObject(ref), tab);
export const hostHref = (host: HostId, tab?: string): string => objectHref(hostRef(host), tab);

/** What a page is about: the verbs that menus and keys offer there are this object's. */
export function routeObject(route: Route): ObjectRef | undefined {
  switch (route.page) {
    case 'object':
      return route.ref;
    case 'console':
      return domainObject(route);
    case 'deletedDomain':
      return hostRef(route.host);
    case 'fleet':
    case 'deleted':
    case 'settings':
      return undefined;
  }
}

/** A last part that says nothing is left out. */
function address(...parts: readonly string[]): string {
  const last = parts.findLastIndex((part) => part !== '');
  return `#/${parts
    .slice(0, last + 1)
    .map(encoded)
    .join('/')}`;
}

/** A colon has no meaning in a fragment (RFC 3986, 3.5), and the names of consoles are easier read with it. */
const encoded = (part: string): string => encodeURIComponent(part).replaceAll('%3A', ':');

/** None of what can't be decoded: somebody typed it. */
function partsOf(hash: string): readonly string[] {
  try {
    return hash
      .replace(/^#?\/?/, '')
      .split('/')
      .map(decodeURIComponent);
  } catch {
    return [];
  }
}
