import { describe, expect, it } from 'vitest';
import { deviceTables, devicesOf, type Device } from '../../../shared/model/devices/index.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { dedent, describeDevice, deviceGroups, deviceWord, groupDevices, propertiesOf } from './describe.ts';

const devices = (xml: string): readonly Device[] =>
  devicesOf(parseXml(`<domain><devices>${xml}</devices></domain>`).root);
const lineOf = (xml: string): string =>
  devices(xml)
    .map((device) => describeDevice(device).join(' · '))
    .join('\n');

describe('a device in one line', () => {
  it.each([
    [
      `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/img/web.qcow2'/><target dev='vda' bus='virtio'/></disk>`,
      'vda · virtio · qcow2 · /img/web.qcow2',
    ],
    [
      `<disk type='volume' device='cdrom'><source pool='iso' volume='debian.iso'/><target dev='sda' bus='sata'/></disk>`,
      'sda · sata · iso/debian.iso',
    ],
    [`<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>`, 'sda · sata'],
    [
      `<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/><target dev='vnet0'/><model type='virtio'/></interface>`,
      '52:54:00:00:00:01 · default · virtio · vnet0',
    ],
    [`<interface type='user'><mac address='52:54:00:00:00:02'/></interface>`, '52:54:00:00:00:02 · user'],
    [`<graphics type='vnc' port='5900' autoport='yes' listen='127.0.0.1'/>`, 'vnc · 127.0.0.1:5900'],
    [`<graphics type='vnc' port='5901'><listen type='address' address='::1'/></graphics>`, 'vnc · [::1]:5901'],
    [`<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>`, 'vnc · 127.0.0.1'],
    [`<graphics type='vnc'><listen type='socket' socket='/run/vnc.sock'/></graphics>`, 'vnc · /run/vnc.sock'],
    [`<serial type='pty'><source path='/dev/pts/3'/><target port='0'/></serial>`, 'port 0 · pty · /dev/pts/3'],
    [
      `<serial type='tcp'><source host='127.0.0.1' service='4555'/><target port='1'/></serial>`,
      'port 1 · tcp · 127.0.0.1:4555',
    ],
    [
      `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x12' function='0x5'/></source></hostdev>`,
      'pci · 0000:06:12.5',
    ],
    [
      `<hostdev mode='subsystem' type='usb'><source><vendor id='0x046d'/><product id='0xc077'/></source></hostdev>`,
      'usb · 046d:c077',
    ],
    [`<controller type='usb' index='0' model='qemu-xhci'/>`, 'usb 0 · qemu-xhci'],
  ])('%s', (xml, line) => {
    expect(lineOf(xml)).toBe(line);
  });

  it('says nothing about an element that has no table, and lists it all the same', () => {
    const [device] = devices(`<crypto model='virtio' type='qemu'/>`);
    expect(device?.kind).toBe('other');
    expect(device && describeDevice(device)).toEqual([]);
    expect(groupDevices(device ? [device] : []).map(({ name }) => name)).toEqual(['other']);
  });
});

describe('the list of devices', () => {
  it('has a section for every kind there is', () => {
    const placed = deviceGroups.flatMap(({ kinds }): readonly string[] => kinds);
    expect(placed.toSorted()).toEqual([...Object.keys(deviceTables), 'other'].toSorted());
  });

  it('keeps the order of the definition within a section', () => {
    const groups = groupDevices(
      devices(`<video><model type='vga'/></video><disk><target dev='vdb'/></disk><disk><target dev='vda'/></disk>`),
    );
    expect(groups.map(({ name }) => name)).toEqual(['disks', 'display']);
    expect(groups[0]?.devices.map((device) => describeDevice(device)[0])).toEqual(['vdb', 'vda']);
  });
});

describe('the word for a device', () => {
  it('tells removable media from disks', () => {
    const list = devices(`<disk device='cdrom'/><disk device='floppy'/><disk/><disk device='lun'/><crypto/>`);
    expect(list.map(deviceWord)).toEqual(['cdrom', 'floppy', 'disk', 'disk', undefined]);
  });
});

describe('the details of a device', () => {
  it('show its XML without the indentation of its place', () => {
    expect(dedent('<disk>\n      <source/>\n      <a>\n        <b/>\n      </a>\n    </disk>')).toBe(
      '<disk>\n  <source/>\n  <a>\n    <b/>\n  </a>\n</disk>',
    );
    expect(dedent('<hub/>')).toBe('<hub/>');
  });

  it('are all that its XML says, lists and records included', () => {
    const [device] = devices(
      `<interface type='bridge'><source bridge='br0'/><vlan><tag id='42'/><tag id='43'/></vlan></interface>`,
    );
    expect(device && propertiesOf(device)).toEqual([
      { name: 'type', text: 'bridge' },
      { name: 'bridge', text: 'br0' },
      { name: 'vlanTags', text: '42, 43' },
    ]);
  });

  it('never show a password', () => {
    const [device] = devices(`<graphics type='vnc' passwd='secret'/>`);
    expect(JSON.stringify(device && propertiesOf(device))).not.toContain('secret');
  });
});
