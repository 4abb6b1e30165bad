import { describe, expect, test } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import { plugObstacle } from './livePlug.ts';

const live = (devices: string, more = ''): string => `<domain type='kvm'>${more}<devices>${devices}</devices></domain>`;
const obstacle = (added: string, guest: string) => plugObstacle(parseXml(added).root, parseXml(guest).root);

const i440fx = `<controller type='pci' index='0' model='pci-root'/>`;
const q35 = `<controller type='pci' index='0' model='pcie-root'/>`;
const port = `<controller type='pci' index='1' model='pcie-root-port'/>`;
const cardOnPort = `<interface type='user'><address type='pci' bus='0x01' slot='0x00'/></interface>`;
const rng = `<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>`;
const scsiDisk = `<disk type='file'><target dev='sdb' bus='scsi'/></disk>`;

describe('on PCI Express', () => {
  test('a device needs a port that no other device is on', () => {
    expect(obstacle(rng, live(q35))).toBe('pciSlot');
    expect(obstacle(rng, live(q35 + port))).toBeUndefined();
    expect(obstacle(rng, live(q35 + port + cardOnPort))).toBe('pciSlot');
  });

  test('what is plugged into another controller needs none', () => {
    expect(obstacle(scsiDisk, live(q35))).toBeUndefined();
  });

  test('conventional PCI needs a bridge, a free port does not help', () => {
    const watchdog = `<watchdog model='i6300esb' action='reset'/>`;
    expect(obstacle(watchdog, live(q35 + port))).toBe('pciSlot');
    const bridge = `<controller type='pci' index='2' model='pcie-to-pci-bridge'/>`;
    expect(obstacle(watchdog, live(q35 + port + bridge))).toBeUndefined();
  });
});

test('on conventional PCI slots are not counted', () => {
  expect(obstacle(rng, live(i440fx))).toBeUndefined();
});

test('what no running guest takes is said to be of such a kind', () => {
  expect(obstacle(`<disk type='file'><target dev='sda' bus='sata'/></disk>`, live(i440fx))).toBe('kind');
  expect(obstacle(`<controller type='virtio-serial' index='0'/>`, live(i440fx))).toBe('kind');
  expect(obstacle(`<filesystem type='mount'><driver type='path'/></filesystem>`, live(i440fx))).toBe('kind');
});

test('a virtiofs folder needs memory that is shared already', () => {
  const folder = `<filesystem type='mount'><driver type='virtiofs'/></filesystem>`;
  expect(obstacle(folder, live(i440fx))).toBe('sharedMemory');
  const shared = `<memoryBacking><access mode='shared'/></memoryBacking>`;
  expect(obstacle(folder, live(i440fx, shared))).toBeUndefined();
});

test('a virtio channel needs its controller', () => {
  const channel = `<channel type='unix'><target type='virtio' name='a'/></channel>`;
  expect(obstacle(channel, live(i440fx))).toBe('serialController');
  expect(obstacle(channel, live(`${i440fx}<controller type='virtio-serial' index='0'/>`))).toBeUndefined();
});

test('a memory module needs slots and a NUMA node', () => {
  const dimm = `<memory model='dimm'><target><size unit='MiB'>128</size><node>0</node></target></memory>`;
  const slots = `<maxMemory slots='16' unit='KiB'>4194304</maxMemory>`;
  const cells = `<cpu><numa><cell id='0' cpus='0' memory='1048576' unit='KiB'/></numa></cpu>`;
  expect(obstacle(dimm, live(i440fx, slots))).toBe('memorySlots');
  expect(obstacle(dimm, live(i440fx, slots + cells))).toBeUndefined();
});
