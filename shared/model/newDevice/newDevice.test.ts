import { describe, expect, test } from 'vitest';
import { parseXml } from '../../xml/parse.ts';
import { serializeElement } from '../../xml/serialize.ts';
import { disk } from '../devices/disk.ts';
import { namedDeviceTables } from '../devices/index.ts';
import { editDefinition } from '../editDefinition.ts';
import type { NodeDevice } from '../nodeDevice.ts';
import type { NewDeviceContext } from './context.ts';
import { newDeviceEdits, newDevices, type NewDeviceId } from './index.ts';
import { missingOf, withValue, type DeviceValues, type NewDevice } from './newDevice.ts';
import { usbValues, volumeValues } from './picked.ts';

/** A guest with these devices. */
function guest(devices = '', { machine = 'pc-q35-7.2', more = '' } = {}): NewDeviceContext {
  const { root } = parseXml(`<domain type='kvm'>
    <memory unit='KiB'>1048576</memory><vcpu>2</vcpu>
    <os><type arch='x86_64' machine='${machine}'>hvm</type></os>${more}
    <devices>${devices}</devices>
  </domain>`);
  return { root, random: () => 0.5 };
}

function deviceOf(id: NewDeviceId): NewDevice {
  const device = newDevices.find((each) => each.id === id);
  if (device === undefined) throw new Error(`no device ${id}`);
  return device;
}

const initial = (id: NewDeviceId, context: NewDeviceContext): DeviceValues => deviceOf(id).initial(context);
const needs = (id: NewDeviceId, context: NewDeviceContext) => deviceOf(id).needs(context, initial(id, context));
/** The definition once the device is in it. */
function added(id: NewDeviceId, context: NewDeviceContext): string {
  editDefinition(context.root, newDeviceEdits(deviceOf(id), context, initial(id, context)));
  return serializeElement(context.root);
}

const virtioDisk = `<disk type='file' device='disk'><target dev='vda' bus='virtio'/></disk>`;
const sataDisk = `<disk type='file' device='disk'><target dev='sda' bus='sata'/></disk>`;

describe('the table', () => {
  test('has each id once', () => {
    expect(new Set(newDevices.map(({ id }) => id)).size).toBe(newDevices.length);
  });

  test.each(newDevices.map((device) => [device.id, device] as const))(
    '%s: what is proposed can be written and is read back the same',
    (_, device) => {
      const context = guest();
      const values = device.initial(context);
      const edit = newDeviceEdits(device, context, values).at(-1);
      const element = parseXml(edit?.kind === 'addDevice' ? edit.xml : '').root;
      expect(element.name).toBe(device.kind);
      const table = namedDeviceTables[device.kind];
      // What a person has yet to fill in may be an empty name, which isn't written.
      const missing = missingOf(device, values);
      const proposed = Object.entries(values).filter(([name]) => !missing.includes(name));
      expect(proposed.map(([name]) => [name, table?.read(element, name)])).toEqual(proposed);
    },
  );
});

describe('a new disk', () => {
  test('is on the bus that the guest has drivers for', () => {
    expect(initial('disk', guest(virtioDisk))).toMatchObject({ bus: 'virtio', target: 'vdb' });
    expect(initial('disk', guest(sataDisk))).toMatchObject({ bus: 'sata', target: 'sdb' });
  });

  test('gets the first free name of its bus, after vdz comes vdaa', () => {
    const many = Array.from({ length: 26 }, (_, at) => virtioDisk.replace('vda', `vd${String.fromCharCode(97 + at)}`));
    expect(initial('disk', guest(many.join('')))).toMatchObject({ target: 'vdaa' });
    expect(initial('disk', guest(many.with(3, '').join('')))).toMatchObject({ target: 'vdd' });
  });

  test('changes its name with its bus', () => {
    const context = guest(virtioDisk + sataDisk);
    const changed = withValue(deviceOf('disk'), context, initial('disk', context), 'bus', 'sata');
    expect(changed).toMatchObject({ bus: 'sata', target: 'sdb' });
  });

  test('does not take its format from the ending of a path: what is in the file only the host can tell', () => {
    const context = guest();
    const typed = (path: string) => withValue(deviceOf('disk'), context, initial('disk', context), 'file', path);
    // As which a raw file fails to open; the other way round its contents would be lost.
    for (const path of ['/img/a.raw', '/img/a.img', '/img/a.qcow2']) expect(typed(path)['format']).toBe('qcow2');
  });

  test('is named as its file is, escaped once; what is pasted as a URL is a path', () => {
    const context = guest();
    const path = `/isos/Drums & Bass 'live' "x" <1>.iso`;
    const typed = withValue(deviceOf('cdrom'), context, initial('cdrom', context), 'file', `file://${encodeURI(path)}`);
    const added = newDeviceEdits(deviceOf('cdrom'), context, typed).at(-1);
    const xml = added?.kind === 'addDevice' ? added.xml : '';
    expect(xml).toContain('Drums &amp; Bass');
    expect(disk.file.get(parseXml(xml).root)).toBe(path);
  });

  test('needs an image: a file, a block device or a volume, whichever', () => {
    const device = deviceOf('disk');
    const values = initial('disk', guest());
    expect(missingOf(device, values)).toEqual(['file']);
    expect(missingOf(device, { ...values, file: '/img/a.qcow2' })).toEqual([]);
    expect(missingOf(device, { ...values, pool: 'rbd', volume: 'a' })).toEqual([]);
  });

  test('on the network needs the name of its host', () => {
    const device = deviceOf('nbdDisk');
    const values = initial('nbdDisk', guest());
    expect(missingOf(device, values)).toEqual(['hosts']);
    expect(missingOf(device, { ...values, hosts: [{ name: 'nbd.example', port: 10809 }] })).toEqual([]);
  });

  test('on SCSI brings a virtio-scsi controller where there is none', () => {
    const withBus = (context: NewDeviceContext) =>
      deviceOf('disk').needs(context, { ...initial('disk', context), bus: 'scsi' });
    expect(withBus(guest())).toMatchObject({ kind: 'possible', before: [{ why: 'scsiController' }] });
    const there = guest(`<controller type='scsi' index='0' model='lsilogic'/>`);
    expect(withBus(there)).toEqual({ kind: 'possible', before: [] });
  });
});

describe('a new card', () => {
  test("has a MAC address of QEMU's range that no card of the guest has", () => {
    const rolls = [0.5, 0.5, 0.5, 0.25, 0.25, 0.25];
    const taken = guest(`<interface type='user'><mac address='52:54:00:80:80:80'/></interface>`);
    const context = { ...taken, random: () => rolls.shift() ?? 0 };
    expect(initial('networkCard', context)['mac']).toBe('52:54:00:40:40:40');
  });

  test('is of the model that the guest has drivers for', () => {
    expect(initial('networkCard', guest(virtioDisk))['model']).toBe('virtio');
    expect(initial('networkCard', guest(sataDisk))['model']).toBe('e1000e');
    expect(initial('networkCard', guest(sataDisk, { machine: 'pc' }))['model']).toBe('e1000');
  });
});

describe('what a guest can have one of', () => {
  test.each([
    ['tpm', `<tpm model='tpm-crb'><backend type='emulator'/></tpm>`],
    ['vsock', `<vsock model='virtio'/>`],
    ['balloon', `<memballoon model='virtio'/>`],
    ['vnc', `<graphics type='vnc'/>`],
    ['agentChannel', `<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>`],
  ] as const)('%s is not offered twice', (id, there) => {
    expect(needs(id, guest(there))).toEqual({ kind: 'impossible', reason: 'onlyOne' });
    expect(needs(id, guest())).toMatchObject({ kind: 'possible' });
  });

  test('takes the place of the line that says that there is none', () => {
    const xml = added('balloon', guest(`<memballoon model='none'/>`));
    expect(xml).toContain(`<memballoon model='virtio'`);
    expect(xml).not.toContain(`model='none'`);
  });
});

describe('what is changed with a device', () => {
  test('a virtiofs folder makes memory shared, unless it is', () => {
    expect(needs('virtiofs', guest())).toMatchObject({ before: [{ why: 'sharedMemory' }] });
    const shared = guest('', { more: `<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>` });
    expect(needs('virtiofs', shared)).toEqual({ kind: 'possible', before: [] });
    expect(added('virtiofs', guest())).toContain(`<access mode='shared'/>`);
  });

  test('huge pages stay what backs the memory', () => {
    const huge = guest('', { more: '<memoryBacking><hugepages/></memoryBacking>' });
    expect(added('virtiofs', huge)).not.toContain('memfd');
  });

  test('a memory module brings room, slots and a NUMA node with all vCPUs', () => {
    const xml = added('dimm', guest());
    expect(xml).toMatch(/<maxMemory [^>]*slots='16'[^>]*>2097152</);
    expect(xml).toMatch(/<cell [^>]*cpus='0-1'[^>]*memory='1048576'/);
  });

  test('interrupt remapping moves the I/O APIC into QEMU', () => {
    expect(added('iommu', guest())).toContain(`<ioapic driver='qemu'/>`);
  });
});

describe('what is impossible says why', () => {
  test.each([
    ['iommu', guest('', { machine: 'pc-i440fx-7.2' }), 'machineLacks'],
    ['spiceChannel', guest(), 'needsSpice'],
    ['passtCard', { ...guest(), libvirtVersion: '9.0.0' }, 'libvirtOld'],
    ['parallel', guest(`<parallel type='pty'/>`.repeat(3)), 'allTaken'],
  ] as const)('%s', (id, context, reason) => {
    expect(needs(id, context)).toEqual({ kind: 'impossible', reason });
  });
});

describe('what is chosen on the host', () => {
  test('a volume on the network is named by its pool, others by their path', () => {
    const volume = { pool: 'p', name: 'v', path: '/x/v' };
    expect(volumeValues({ ...volume, type: 'network' })).toMatchObject({ type: 'volume', pool: 'p', volume: 'v' });
    expect(volumeValues({ ...volume, type: 'block' })).toMatchObject({ type: 'block', dev: '/x/v', file: null });
    expect(volumeValues({ ...volume, type: 'file', format: 'qcow2' })).toMatchObject({ file: '/x/v', format: 'qcow2' });
  });

  test('the image of a medium is raw: ISO is no format of drivers', () => {
    const iso = { pool: 'p', name: 'v.iso', path: '/x/v.iso', type: 'file', format: 'iso' };
    expect(volumeValues(iso)).toMatchObject({ format: 'raw' });
  });

  test('a USB device is named by what it is; where two are alike, by its place too', () => {
    const stick = {
      kind: 'usb',
      name: 'usb_1',
      bus: 1,
      device: 4,
      vendorId: 0x1234,
      productId: 1,
      usedBy: [],
    } as const;
    const other: NodeDevice = { ...stick, name: 'usb_2', device: 5 };
    expect(usbValues(stick, [stick])).toMatchObject({ vendorId: 0x1234, productId: 1, sourceBus: null });
    expect(usbValues(stick, [stick, other])).toMatchObject({ sourceBus: 1, sourceDevice: 4 });
  });
});
