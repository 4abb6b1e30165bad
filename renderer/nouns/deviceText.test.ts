import { describe, expect, it } from 'vitest';
import { devicesOf, type Device } from '../../shared/model/devices/index.ts';
import { parseXml } from '../../shared/xml/parse.ts';
import { describeDevice, deviceWord } from './deviceText.ts';

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

  it('says nothing about an element that has no table', () => {
    const [device] = devices(`<novelty shape='round'/>`);
    expect(device?.kind).toBe('other');
    expect(device && describeDevice(device)).toEqual([]);
  });
});

describe('the word for a device', () => {
  it('tells removable media from disks', () => {
    const list = devices(`<disk device='cdrom'/><disk device='floppy'/><disk/><disk device='lun'/><novelty/>`);
    expect(list.map(deviceWord)).toEqual(['cdrom', 'floppy', 'disk', 'disk', undefined]);
  });
});
