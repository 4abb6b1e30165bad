import { expect, test } from 'vitest';
import { parseRoute, routeKey } from './routes.ts';

test('an address names a page, its object and its tab', () => {
  expect(parseRoute('#/vm/h1/4dea22b3-1d52-d8f3-2516-782e98ab3fa0/console')).toEqual({
    page: 'vm',
    host: 'h1',
    uuid: '4dea22b3-1d52-d8f3-2516-782e98ab3fa0',
    tab: 'console',
  });
  expect(parseRoute('#/host/h1')).toEqual({ page: 'host', host: 'h1', tab: '' });
  expect(parseRoute('#/console/h1/u/serial:serial0')).toEqual({
    page: 'console',
    host: 'h1',
    uuid: 'u',
    console: 'serial:serial0',
  });
});

test('a VM that is gone has an address beside those that are there', () => {
  expect(parseRoute('#/deleted')).toEqual({ page: 'deleted' });
  expect(parseRoute('#/deleted/h1/u')).toEqual({ page: 'deletedVm', host: 'h1', uuid: 'u' });
  expect(routeKey(parseRoute('#/deleted/h1/u'))).toBe('h1');
});

test('what is no address is the fleet', () => {
  expect(parseRoute('')).toEqual({ page: 'fleet', tab: '' });
  expect(parseRoute('#/nonsense')).toEqual({ page: 'fleet', tab: '' });
});

test('a page is marked in the tree by the key of its object', () => {
  expect(routeKey(parseRoute('#/vm/h1/u/x'))).toBe('h1/u');
  expect(routeKey(parseRoute('#/host/h1'))).toBe('h1');
  expect(routeKey(parseRoute('#/settings'))).toBe('');
});
