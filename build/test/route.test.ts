import { expect, test } from 'vitest';
import { route } from './route.ts';

const root = '/tree';

test('without paths every runner runs all of its tests', () => {
  expect(route([], root)).toEqual({ unit: [], integration: [], e2e: [] });
});

test('a path goes to the runner of its folder, and to no other', () => {
  expect(route(['electron/libvirt/wire/xdr.test.ts'], root)).toEqual({
    unit: ['electron/libvirt/wire/xdr.test.ts'],
    integration: undefined,
    e2e: undefined,
  });
  expect(route(['test/integration/lab.test.ts'], root).integration).toEqual(['test/integration/lab.test.ts']);
  expect(route(['./test/e2e/'], root)).toEqual({ unit: undefined, integration: undefined, e2e: ['test/e2e'] });
  expect(route(['test/fuzz'], root).unit).toEqual(['test/fuzz']);
});

test('paths of several runners are parted', () => {
  expect(route(['shared', 'test/e2e/console.spec.ts'], root)).toEqual({
    unit: ['shared'],
    integration: undefined,
    e2e: ['test/e2e/console.spec.ts'],
  });
});

test('a word that belongs to no runner goes to all', () => {
  expect(route(['console'], root)).toEqual({ unit: ['console'], integration: ['console'], e2e: ['console'] });
});
