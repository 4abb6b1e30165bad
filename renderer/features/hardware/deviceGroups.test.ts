import { describe, expect, it } from 'vitest';
import { deviceTables, devicesOf, type Device } from '../../../shared/model/devices/index.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { describeDevice } from '../../nouns/deviceText.ts';
import { dedent } from './dedent.ts';
import { deviceGroups, groupDevices } from './deviceGroups.ts';

const devices = (xml: string): readonly Device[] =>
  devicesOf(parseXml(`<domain><devices>${xml}</devices></domain>`).root);

describe('the list of devices', () => {
  it('has a section for every kind there is', () => {
    const placed = deviceGroups.flatMap(({ kinds }): readonly string[] => kinds);
    expect(placed.toSorted()).toEqual([...Object.keys(deviceTables), 'other'].toSorted());
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
