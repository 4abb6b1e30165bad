import { describe, expect, it } from 'vitest';
import { namedDeviceTables } from '../../../shared/model/devices/index.ts';
import { nameAsWords } from '../../words/propertyTexts.ts';
import { domainForm } from './form.ts';
import { hardwareOf } from './hardware.ts';
import { hardwareGroups } from './items.ts';
import { searchHardware } from './search.ts';

const xml = `<domain type='qemu'><devices>
  <disk type='file' device='disk'><source file='/img/web.qcow2'/><target dev='vda'/></disk>
  <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/></interface>
  <novelty/>
</devices></domain>`;

const hardware = hardwareOf({ next: xml, live: undefined, persistent: true }, []);
const groups = hardwareGroups(hardware, domainForm({ host: 'h1', uuid: 'u1' }, hardware));
const search = (typed: string) =>
  searchHardware(
    groups,
    typed,
    {
      item: (item) => (item.kind === 'part' ? item.part : item.entry.device.element),
      setting: (_, property) => nameAsWords(property),
    },
    (kind) => Object.keys(namedDeviceTables[kind]?.fields ?? {}),
  );

describe('the search of the hardware page', () => {
  it('finds everything when nothing is typed', () => {
    expect(search(' ').groups).toEqual(groups);
  });

  it.each([
    ['what it is called', 'novelty', ['novelty:0']],
    ['what it is', 'web.qcow2', ['disk:vda']],
    ['its address', '52:54:00', ['interface:52:54:00:00:00:01']],
  ])('finds a device by %s, with all of its settings', (_, typed, ids) => {
    const { matches } = search(typed);
    expect([...matches]).toEqual(ids.map((id) => [id, 'whole']));
  });

  it.each([
    ['in words', 'Detect zeroes'],
    ['as libvirt calls it', 'detectZeroes'],
  ])('finds where a setting is, %s', (_, typed) => {
    expect([...search(typed).matches]).toEqual([['disk:vda', 'settings']]);
  });

  it('leaves out sections without a match', () => {
    expect(search('nobody calls it that').groups).toEqual([]);
  });
});
