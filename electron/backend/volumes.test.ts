import { expect, test } from 'vitest';
import { volumeFiles } from '../../shared/model/storageVolume.ts';
import { withOverlays } from './volumes.ts';

test('an image goes with all that are based on it, over any number of steps', () => {
  const overlays = new Map([
    ['/base', ['/a', '/b']],
    ['/a', ['/c']],
    ['/other', ['/d']],
  ]);
  expect([...withOverlays(['/base'], overlays)]).toEqual(['/base', '/a', '/b', '/c']);
});

test('images that are based on each other are listed and end', () => {
  const overlays = new Map([
    ['/a', ['/b']],
    ['/b', ['/a']],
  ]);
  expect([...withOverlays(['/a'], overlays)]).toEqual(['/a', '/b']);
});

test("a volume's definition tells its path and that of the image below", () => {
  const xml =
    "<volume type='file'><name>o</name><target><path>/p/o.qcow2</path></target><backingStore><path>/p/base.qcow2</path></backingStore></volume>";
  expect(volumeFiles(xml)).toEqual({ path: '/p/o.qcow2', backingPath: '/p/base.qcow2' });
  expect(volumeFiles('<volume><name>raw</name></volume>')).toEqual({});
});
