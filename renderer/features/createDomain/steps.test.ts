import { expect, test } from 'vitest';
import { sourceKinds } from '../../../shared/model/creation/sources.ts';
import { problemsOf, stepOf, stepsFor } from './steps.ts';

test.each(sourceKinds)('a VM from %s begins with its source and ends with the review', (kind) => {
  expect(stepsFor(kind)[0]).toBe('source');
  expect(stepsFor(kind).at(-1)).toBe('review');
});

test('a problem belongs to the step with its field', () => {
  expect(stepOf({ field: 'name' }, 'iso')).toBe('place');
  expect(stepOf({ field: 'source.image' }, 'iso')).toBe('source');
  expect(stepOf({ field: 'hardware.disks.0.content.pool' }, 'iso')).toBe('hardware');
  expect(stepOf({ field: 'cloudInit.answers' }, 'cloud')).toBe('firstBoot');
  expect(stepOf({}, 'iso')).toBe('review');
});

test('the disk that is imported is asked for with the source', () => {
  expect(stepOf({ field: 'hardware.disks.0.content' }, 'import')).toBe('source');
  expect(stepOf({ field: 'hardware.disks' }, 'import')).toBe('source');
  expect(stepOf({ field: 'hardware.disks.1.content' }, 'import')).toBe('hardware');
});

test('a problem of a step that is not there for the source is said in the review', () => {
  expect(stepOf({ field: 'hardware.memoryMiB' }, 'xml')).toBe('review');
});

test('what five VMs have in common is said once', () => {
  const problem = { level: 'warning', code: 'emulated', field: 'hardware.type' } as const;
  const vm = { problems: [problem] } as never;
  expect(problemsOf({ problems: [], vms: [vm, vm] })).toEqual([problem]);
});
