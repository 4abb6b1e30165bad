import { writeFile } from 'node:fs/promises';
import { el, toXml } from '../../build/guest/xml.ts';
import type { XmlElement } from '../../shared/xml/element.ts';

/**
 * Writes the description of a host of libvirt's test driver with `count` domains (half of them running, a quarter each paused and
 * off). Connect with `test+unix:///FILE?socket=SOCKET` or `test+ssh://HOST/FILE`; its state lives as long as that connection.
 */
export async function testDriverFile(count: number, file: string): Promise<void> {
  await writeFile(file, toXml(testDriverHost(count)));
}

const [running, paused, shutoff] = [1, 3, 5];

function testDriverHost(count: number): XmlElement {
  return el(
    'node',
    {},
    el(
      'cpu',
      {},
      ...Object.entries({ nodes: 2, sockets: 2, cores: 8, threads: 2, active: 32, mhz: 3000, model: 'x86_64' }).map(
        ([name, value]) => el(name, {}, value),
      ),
    ),
    el('memory', {}, 268_435_456),
    ...Array.from({ length: count }, (_, index) => testDriverDomain(index)),
    el(
      'network',
      {},
      el('name', {}, 'default'),
      el('bridge', { name: 'virbr0' }),
      el('forward'),
      el('ip', { address: '192.168.122.1', netmask: '255.255.255.0' }),
    ),
    el('pool', { type: 'dir' }, el('name', {}, 'default'), el('target', {}, el('path', {}, '/var/lib/libvirt/images'))),
  );
}

function testDriverDomain(index: number): XmlElement {
  const hex = index.toString(16);
  const name = `vm-${String(index).padStart(5, '0')}`;
  const mac = hex.padStart(6, '0').match(/../g)?.join(':');
  return el(
    'domain',
    { type: 'test', 'xmlns:test': 'http://libvirt.org/schemas/domain/test/1.0' },
    el('name', {}, name),
    el('uuid', {}, `${hex.padStart(8, '0')}-aaaa-4bbb-8ccc-0123456789ab`),
    el('title', {}, `Test machine ${index}`),
    el('memory', { unit: 'MiB' }, 1024 * (1 + (index % 8))),
    el('vcpu', {}, 1 + (index % 8)),
    el('os', {}, el('type', { arch: 'x86_64' }, 'hvm'), el('boot', { dev: 'hd' })),
    el('features', {}, el('acpi')),
    el(
      'devices',
      {},
      el(
        'disk',
        { type: 'file', device: 'disk' },
        el('driver', { name: 'qemu', type: 'qcow2' }),
        el('source', { file: `/var/lib/libvirt/images/${name}.qcow2` }),
        el('target', { dev: 'vda', bus: 'virtio' }),
      ),
      el(
        'interface',
        { type: 'network' },
        el('mac', { address: `52:54:00:${mac}` }),
        el('source', { network: 'default' }),
        el('model', { type: 'virtio' }),
      ),
      el('graphics', { type: 'vnc', port: -1, autoport: 'yes' }),
      el('video', {}, el('model', { type: 'virtio' })),
    ),
    el('test:runstate', {}, [running, shutoff, paused, running][index % 4]),
  );
}
