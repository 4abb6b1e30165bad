import { describe, expect, it } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import type { XmlElement } from '../xml/element.ts';
import { bootCandidates, bootChanges, checkBoot, moved, type BootChanges, type KeyedElement } from './bootOrder.ts';
import { keyedDevices, type DeviceKey } from './devices/deviceKey.ts';
import type { DomainEdit } from './domainEdit.ts';
import { editDefinition } from './editDefinition.ts';

const guest = (os: string, boot: Readonly<Record<string, number>> = {}): XmlElement => {
  const order = (name: string): string => (boot[name] === undefined ? '' : `<boot order='${boot[name]}'/>`);
  return parseXml(`<domain><os><type>hvm</type>${os}</os><devices>
    <disk device='disk'><target dev='vda'/>${order('vda')}</disk>
    <disk device='disk'><target dev='vdb'/>${order('vdb')}</disk>
    <disk device='cdrom'><target dev='sda'/>${order('sda')}</disk>
    <interface type='user'><mac address='52:54:00:00:00:01'/>${order('nic')}</interface>
    <sound model='ich9'/>
  </devices></domain>`).root;
};
const devicesIn = (root: XmlElement): readonly KeyedElement[] =>
  [...keyedDevices(root)].map(([key, element]) => ({ key, element }));
const [vda, vdb, sda, nic] = ['disk:vda', 'disk:vdb', 'disk:sda', 'interface:52:54:00:00:00:01'];

const triedIn = (root: XmlElement): readonly DeviceKey[] =>
  bootCandidates(root, devicesIn(root)).flatMap(({ key, position }) => (position === undefined ? [] : [key]));

function apply(root: XmlElement, { devices, kinds }: BootChanges): void {
  const edits: DomainEdit[] = devices.map(({ key, from, to }) => ({
    kind: 'device',
    device: key,
    changes: { bootOrder: { from, to } },
  }));
  if (kinds !== undefined) edits.push({ kind: 'domain', changes: { boot: kinds } });
  expect(editDefinition(root, edits)).toEqual([]);
}

describe('the boot order', () => {
  it('by kind of device takes the first device of each kind', () => {
    expect(triedIn(guest(`<boot dev='cdrom'/><boot dev='hd'/>`))).toEqual([sda, vda]);
    expect(triedIn(guest(`<boot dev='network'/><boot dev='fd'/>`))).toEqual([nic]);
  });

  it('by device goes by its numbers, which need not follow each other', () => {
    expect(triedIn(guest('', { vdb: 2, nic: 10, sda: 5 }))).toEqual([vdb, sda, nic]);
  });

  it('lists what could be started from after what is, and nothing else', () => {
    const root = guest('', { vdb: 1 });
    expect(bootCandidates(root, devicesIn(root)).map(({ key, position }) => [key, position])).toEqual([
      [vdb, 1],
      [vda, undefined],
      [sda, undefined],
      [nic, undefined],
    ]);
  });

  it('that is changed is one by device, whichever way it was said before', () => {
    for (const root of [guest(`<boot dev='hd'/><boot dev='network'/>`), guest('', { vda: 3, vdb: 3, nic: 1 })]) {
      apply(root, bootChanges(root, devicesIn(root), [sda, vda]));
      expect(triedIn(root)).toEqual([sda, vda]);
      expect(checkBoot(root, devicesIn(root))).toEqual([]);
    }
  });

  it('that stays changes no device', () => {
    const root = guest('', { vdb: 1, nic: 2 });
    expect(bootChanges(root, devicesIn(root), [vdb, nic])).toEqual({ devices: [], kinds: undefined });
  });

  it('moves a device by one place, and not beyond the ends', () => {
    expect(moved([vda, vdb, sda], vdb, -1)).toEqual([vdb, vda, sda]);
    expect(moved([vda, vdb, sda], vdb, 1)).toEqual([vda, sda, vdb]);
    expect(moved([vda, vdb, sda], vda, -1)).toEqual([vda, vdb, sda]);
    expect(moved([vda, vdb, sda], sda, 1)).toEqual([vda, vdb, sda]);
  });
});

describe('a boot order that libvirt refuses', () => {
  it('is said both ways', () => {
    const root = guest(`<boot dev='hd'/>`, { vda: 1 });
    expect(checkBoot(root, devicesIn(root))).toMatchObject([{ level: 'error', word: 'bootTwoWays' }]);
  });

  it('has the same number twice', () => {
    const root = guest('', { vda: 2, nic: 2 });
    expect(checkBoot(root, devicesIn(root))).toMatchObject([{ word: 'bootOrderTwice', params: { order: 2 } }]);
  });
});

it('a guest without any boot order is left to its firmware, which is said; a kernel is started before any device', () => {
  const words = (root: XmlElement): readonly string[] => checkBoot(root, devicesIn(root)).map(({ word }) => word);
  expect(words(guest(''))).toEqual(['bootsNothing']);
  expect(words(guest('<kernel>/boot/vmlinuz</kernel>'))).toEqual(['bootsKernel']);
});
