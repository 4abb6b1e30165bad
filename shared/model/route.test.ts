import { describe, expect, test } from 'vitest';
import { hostRef, objectKinds, type ObjectRef } from './objectRef.ts';
import { domainHref, hostHref, hrefOf, objectHref, parseRoute, routeObject, type Route } from './route.ts';

const uuid = '4dea22b3-1d52-d8f3-2516-782e98ab3fa0';
const routes: readonly Route[] = [
  { page: 'fleet', tab: '' },
  { page: 'fleet', tab: 'overview' },
  { page: 'console', host: 'h1', uuid, console: 'serial:serial0' },
  { page: 'console', host: 'h1', uuid, console: '' },
  { page: 'deleted' },
  { page: 'deletedDomain', host: 'h1', uuid },
  { page: 'settings' },
  ...objectKinds
    .map((kind): ObjectRef => (kind === 'host' ? hostRef('h 1/ä%') : { host: 'h 1/ä%', kind, id: 'pool/a b#?%2F' }))
    .flatMap((ref): readonly Route[] => [
      { page: 'object', ref, tab: '' },
      { page: 'object', ref, tab: 'overview' },
    ]),
];

test.each(routes.map((route) => [hrefOf(route), route] as const))('%s is read as it was written', (href, route) => {
  expect(parseRoute(href)).toEqual(route);
});

test('an address names page, host and object, and the tab where one was chosen', () => {
  expect(domainHref({ host: 'h1', uuid }, 'console')).toBe(`#/domain/h1/${uuid}/console`);
  expect(hostHref('h1')).toBe('#/host/h1');
  expect(objectHref({ host: 'h1', kind: 'storageVolume', id: 'default/a.img' })).toBe(
    '#/storageVolume/h1/default%2Fa.img',
  );
  expect(hrefOf({ page: 'console', host: 'h1', uuid, console: 'vnc:0' })).toBe(`#/console/h1/${uuid}/vnc:0`);
  expect(hrefOf({ page: 'fleet', tab: '' })).toBe('#/');
});

describe('whatever is no address of ours is the fleet', () => {
  test.each(['', '#', '#/', '#/nonsense', '#/host', '#/domain/h1', '#/console/h1', '#/domain/h1/%E0%A4%A'])(
    '%s',
    (hash) => {
      expect(parseRoute(hash)).toEqual({ page: 'fleet', tab: '' });
    },
  );
});

test('a page is about its object, a console about its VM, what is gone about its host', () => {
  expect(routeObject(parseRoute(`#/network/h1/${uuid}/leases`))).toEqual({ host: 'h1', kind: 'network', id: uuid });
  expect(routeObject(parseRoute(`#/console/h1/${uuid}/vnc:0`))).toEqual({ host: 'h1', kind: 'domain', id: uuid });
  expect(routeObject(parseRoute(`#/deleted/h1/${uuid}`))).toEqual(hostRef('h1'));
  expect(routeObject(parseRoute('#/settings'))).toBeUndefined();
});
