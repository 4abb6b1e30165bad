import { expect, test } from 'vitest';
import { definitionChanges } from './definitionChanges.ts';

const machine = (inside: string, devices = ''): string =>
  `<domain type="kvm"><name>web</name>${inside}<devices>${devices}</devices></domain>`;
const disk = (target: string, more = ''): string =>
  `<disk type="file" device="disk"><source file="/x/${target}.img"/><target dev="${target}" bus="virtio"/>${more}</disk>`;

test('a property of the machine is told with its old and new value', () => {
  const changes = definitionChanges(machine('<title>Old</title>'), machine('<title>New</title>'));
  expect(changes).toEqual([{ kind: 'property', property: 'title', from: 'Old', to: 'New' }]);
});

test('what was not there is null', () => {
  expect(definitionChanges(machine(''), machine('<title>New</title>'))).toMatchObject([{ from: null, to: 'New' }]);
});

test('a property of a device names its device', () => {
  const changes = definitionChanges(machine('', disk('vda')), machine('', disk('vda', '<readonly/>')));
  expect(changes).toEqual([{ kind: 'property', device: 'disk:vda', property: 'readonly', from: null, to: true }]);
});

test('devices that came and went are told as a whole, whatever their order', () => {
  const changes = definitionChanges(machine('', disk('vda') + disk('vdb')), machine('', disk('vdc') + disk('vda')));
  expect(changes).toEqual([
    { kind: 'added', device: 'disk:vdc' },
    { kind: 'removed', device: 'disk:vdb' },
  ]);
});

test('what has no property is told by its element', () => {
  const noted = (note: string): string => machine(`<metadata><a:b xmlns:a="urn:a">${note}</a:b></metadata>`);
  expect(definitionChanges(noted('1'), noted('2'))).toEqual([{ kind: 'element', element: 'metadata' }]);
});

test('white space is no change', () => {
  expect(definitionChanges(machine('<title>A</title>'), machine('\n  <title>A</title>\n'))).toEqual([]);
});

test('the memory a balloon was set to is a change, unlike between running and next start', () => {
  const memory = (kib: number): string => machine(`<memory>8192</memory><currentMemory>${kib}</currentMemory>`);
  expect(definitionChanges(memory(8192), memory(4096))).toMatchObject([{ property: 'currentMemory' }]);
});
