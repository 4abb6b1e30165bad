import { expect, test } from 'vitest';
import { disksFound, type ListedPool } from './disksFound.ts';

const definition = (source: string): string =>
  `<domain><devices><disk type="file" device="disk">${source}<target dev="vda"/></disk></devices></domain>`;
const images: ListedPool = {
  name: 'images',
  targetPath: '/images',
  volumes: [{ name: 'kept.qcow2', path: '/images/kept.qcow2' }],
  complete: true,
};
const state = (source: string, pools: readonly ListedPool[] = [images]) =>
  disksFound(definition(source), pools).map((each) => each.state);

test('a disk that a pool lists is there', () => {
  expect(state('<source file="/images/kept.qcow2"/>')).toEqual([{ kind: 'found', pool: 'images' }]);
  expect(state('<source pool="images" volume="kept.qcow2"/>')).toEqual([{ kind: 'found', pool: 'images' }]);
});

test('a disk in the folder of a pool that does not list it is missing', () => {
  expect(state('<source file="/images/lost.qcow2"/>')).toEqual([{ kind: 'missing', pool: 'images' }]);
  expect(state('<source pool="images" volume="lost.qcow2"/>')).toEqual([{ kind: 'missing', pool: 'images' }]);
});

test('of a pool that could not be read in whole nothing is said to be missing', () => {
  expect(state('<source file="/images/lost.qcow2"/>', [{ ...images, complete: false }])).toEqual([{ kind: 'unknown' }]);
});

test('a disk outside all pools may be there or not', () => {
  expect(state('<source file="/images/deeper/x.raw"/>')).toEqual([{ kind: 'unknown' }]);
  expect(state('<source dev="/dev/sdb"/>')).toEqual([{ kind: 'unknown' }]);
});

test('an empty drive is no disk to look for', () => {
  expect(state('')).toEqual([]);
});
