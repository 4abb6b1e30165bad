import { describe, expect, it } from 'vitest';
import { deviceTables, devicesOf, type Device } from '../../../shared/model/devices/index.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { describeDevice } from '../../nouns/deviceText.ts';
import { dedent } from './dedent.ts';
import { groupDevices } from './deviceGroups.ts';

const devices = (xml: string): readonly Device[] =>
  devicesOf(parseXml(`<domain><devices>${xml}</devices></domain>`).root);

describe('the list of devices', () => {
  it('has every kind there is in a section', () => {
    const kinds = Object.keys(deviceTables);
    const xml = kinds.map((kind) => `<${kind}/>`).join('');
    const placed = groupDevices(devices(xml)).flatMap((group) => group.devices.map(({ kind }) => kind));
    expect(placed.toSorted()).toEqual(kinds.toSorted());
  });

  it('lists an element without a table all the same', () => {
    expect(groupDevices(devices('<novelty/>')).map(({ name }) => name)).toEqual(['other']);
  });

  it('keeps the order of the definition within a section', () => {
    const groups = groupDevices(
      devices(`<video><model type='vga'/></video><disk><target dev='vdb'/></disk><disk><target dev='vda'/></disk>`),
    );
    expect(groups.map(({ name }) => name)).toEqual(['disks', 'display']);
    expect(groups[0]?.devices.map((device) => describeDevice(device)[0])).toEqual(['vdb', 'vda']);
  });
});

it('XML is shown without the indentation of its place', () => {
  expect(dedent('<disk>\n      <source/>\n      <a>\n        <b/>\n      </a>\n    </disk>')).toBe(
    '<disk>\n  <source/>\n  <a>\n    <b/>\n  </a>\n</disk>',
  );
  expect(dedent('<hub/>')).toBe('<hub/>');
});
