/**
 * Every property of every table is tried here, by walking the tables: a property that isn't in one of them doesn't exist, and
 * one that is can't go untested.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diffLines } from '../xml/diff.ts';
import { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { edit, readAll, type Property, type Table } from '../xml/property.ts';
import { serializeElement, serializeXml } from '../xml/serialize.ts';
import { devicesOf, deviceTables } from './devices/index.ts';
import { domain } from './domainProperties.ts';
import { hostInterface } from './hostInterface.ts';
import { network } from './network.ts';
import {
  mdevCapability,
  netCapability,
  nodeDevice,
  pciCapability,
  scsiCapability,
  usbCapability,
} from './nodeDevice.ts';
import { nwfilter } from './nwfilter.ts';
import { snapshot, snapshotDisk } from './snapshot.ts';
import { storagePool } from './storagePool.ts';
import { storageVolume } from './storageVolume.ts';

const folder = join(import.meta.dirname, '../../test/fixtures/domains');
const fixtures = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
const rich = readFileSync(join(folder, 'rich-persistent.xml'), 'utf8');

/** Calls `visit` for each property with its own type kept. */
function walk<V>(table: Table<V>, visit: <T>(name: string, property: Property<T>) => void): void {
  for (const key in table) visit(key, table[key]);
}

function checkTable<V>(kind: string, table: Table<V>, element: () => XmlElement): void {
  describe(`<${kind}>`, () => {
    walk(table, (name, property) => {
      test(`${name} (${property.path}) reads what was set, and setting back undoes it`, () => {
        expect(property.samples.length).toBeGreaterThan(0);
        for (const sample of property.samples) {
          checkSetting(property, sample, new XmlElement(kind));
          checkSetting(property, sample, element());
        }
      });
      test(`${name} takes from a window what it may hold, and nothing else`, () => {
        for (const sample of property.samples) expect(property.accepts(sample)).toBe(true);
        for (const stranger of [null, undefined, {}, Number.NaN]) expect(property.accepts(stranger)).toBe(false);
      });
      test(`${name}: the default is one of the allowed values`, () => {
        const { allowed, default: usual } = property;
        expect(usual === undefined || allowed === undefined || allowed.includes(usual)).toBe(true);
      });
      test(`${name} touches no other property`, () => {
        const target = element();
        const before = readAll(table, target);
        property.set(target, property.samples.at(-1));
        const flags = flagsAround(table, property.path);
        expect({ ...readAll(table, target), ...flags, [name]: undefined }).toEqual({
          ...before,
          ...flags,
          [name]: undefined,
        });
      });
    });
  });
}

/** Flags that a property stands in (`<hugepages>` of its pages): setting it sets them too. */
function flagsAround<V>(table: Table<V>, path: string): Readonly<Record<string, undefined>> {
  const names: string[] = [];
  walk(table, (name, other) => {
    if (other.kind === 'flag' && path.startsWith(`${other.path}/`)) names.push(name);
  });
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function checkSetting<T>(property: Property<T>, sample: T, element: XmlElement): void {
  const before = serializeElement(element);
  const had = property.get(element);
  property.set(element, sample);
  expect(property.get(element)).toEqual(sample);
  const once = serializeElement(element);
  property.set(element, sample);
  expect(serializeElement(element)).toBe(once);
  expect(property.get(parseXml(once).root)).toEqual(sample);
  property.set(element, had);
  expect(property.get(element)).toEqual(had);
  expect(had === undefined ? serializeElement(element) : before).toBe(before);
}

/** A device as libvirt printed it, or an empty one where the fixtures have none. */
function deviceFrom(kind: string): XmlElement {
  return parseXml(rich).root.child('devices')?.child(kind) ?? new XmlElement(kind);
}

/** Calls `visit` for each table with its own type kept. */
function walkTables<M>(
  tables: { readonly [K in keyof M]: Table<M[K]> },
  visit: <V>(kind: string, table: Table<V>) => void,
): void {
  for (const kind in tables) visit(kind, tables[kind]);
}
walkTables(deviceTables, (kind, table) => checkTable(kind, table, () => deviceFrom(kind)));
checkTable('domain', domain, () => parseXml(rich).root);

/** What a host offers, as libvirt printed it. */
const offered = (file: string): XmlElement =>
  parseXml(readFileSync(join(folder, '../host', `${file}.xml`), 'utf8')).root;
const capabilityOf = (file: string): XmlElement => offered(file).child('capability') ?? new XmlElement('capability');
checkTable('pool', storagePool, () => offered('storagePool-netfs'));
checkTable('volume', storageVolume, () => offered('storageVolume'));
checkTable('network', network, () => offered('network'));
checkTable('interface', hostInterface, () => offered('interface-bridge'));
checkTable('filter', nwfilter, () => offered('nwfilter'));
checkTable('snapshot', snapshot, () => offered('snapshot'));
checkTable('disk', snapshotDisk, () => offered('snapshot').child('disks')?.child('disk') ?? new XmlElement('disk'));
checkTable('device', nodeDevice, () => offered('nodeDevice-pci'));
checkTable('capability', pciCapability, () => capabilityOf('nodeDevice-pci'));
checkTable('capability', netCapability, () => capabilityOf('nodeDevice-net'));
const bareCapability = (): XmlElement => new XmlElement('capability');
checkTable('capability', usbCapability, bareCapability);
checkTable('capability', mdevCapability, bareCapability);
checkTable('capability', scsiCapability, bareCapability);

describe('an edit of one property changes the lines it names and no others', () => {
  const changed = (edit: (root: XmlElement) => void): readonly string[] => {
    const document = parseXml(rich);
    edit(document.root);
    return diffLines(rich, serializeXml(document))
      .filter((line) => line.kind !== 'same')
      .map((line) => `${line.kind === 'added' ? '+' : '-'}${line.text}`);
  };
  const firstDisk = (root: XmlElement): XmlElement => root.child('devices')?.child('disk') ?? root;

  test('an attribute', () => {
    expect(changed((root) => domain.clockOffset.set(root, 'utc'))).toEqual([
      "-  <clock offset='localtime'>",
      "+  <clock offset='utc'>",
    ]);
  });
  test('a text with characters that need escaping', () => {
    expect(changed((root) => deviceTables.disk.serial.set(firstDisk(root), `a<b>'c'`))).toEqual([
      '-      <serial>AB12</serial>',
      '+      <serial>a&lt;b&gt;&apos;c&apos;</serial>',
    ]);
  });
  test('a new element, on a line of its own', () => {
    expect(changed((root) => deviceTables.disk.readonly.set(firstDisk(root), true))).toEqual(['+      <readonly/>']);
  });
  test('an element taken away', () => {
    expect(changed((root) => domain.bootMenu.set(root, undefined))).toEqual([
      "-    <bootmenu enable='yes' timeout='3000'/>",
      "+    <bootmenu timeout='3000'/>",
    ]);
    expect(changed((root) => domain.kvmHidden.set(root, undefined))).toEqual([
      '-    <kvm>',
      "-      <hidden state='on'/>",
      '-    </kvm>',
    ]);
  });
  test('several properties of a device at once; what is not named stays', () => {
    expect(
      changed((root) => edit(deviceTables.disk, firstDisk(root), { serial: undefined, cache: 'writeback' })),
    ).toEqual([
      "-      <driver name='qemu' type='qcow2' cache='none' io='native' discard='unmap' iothread='1' detect_zeroes='unmap'/>",
      "+      <driver name='qemu' type='qcow2' cache='writeback' io='native' discard='unmap' iothread='1' detect_zeroes='unmap'/>",
      '-      <serial>AB12</serial>',
    ]);
  });
  test('a list grows and shrinks at its end', () => {
    expect(changed((root) => domain.boot.set(root, ['hd', 'cdrom', 'network']))).toEqual([
      "+    <boot dev='network'/>",
    ]);
    expect(changed((root) => domain.boot.set(root, ['hd']))).toEqual(["-    <boot dev='cdrom'/>"]);
  });
});

describe('devices of a definition', () => {
  test.each(fixtures)(
    '%s: every element under <devices> is listed, in order, and can be found again',
    (_file, text) => {
      const { root } = parseXml(text);
      const elements = (root.child('devices')?.children ?? []).filter((element) => element.name !== 'emulator');
      const devices = devicesOf(root);
      expect(devices.map((device) => device.element)).toEqual(elements.map((element) => element.name));
      expect(devices.map(({ element, index }) => elements.filter(({ name }) => name === element)[index])).toEqual(
        elements,
      );
    },
  );
  test('one that VirtDeck has no table for is kept as other', () => {
    const { root } = parseXml(
      "<domain><devices><novelty shape='round'><alias name='n0'/></novelty></devices></domain>",
    );
    expect(devicesOf(root)).toEqual([{ kind: 'other', element: 'novelty', index: 0, alias: 'n0' }]);
  });
  test('addresses read as their bus writes them', () => {
    const { root } = parseXml(
      "<domain><devices><disk><address type='drive' controller='0' bus='0' target='0' unit='1'/></disk>" +
        "<disk><address type='pci' domain='0x0000' bus='0x01' slot='0x1f' function='0x2'/></disk><hub><address type='usb' bus='0' port='1.2'/></hub></devices></domain>",
    );
    expect(devicesOf(root).map((device) => device.address)).toEqual(['drive 0:0:0:1', 'pci 0000:01:1f.2', 'usb 0:1.2']);
  });
  test('a word of a newer libvirt is shown as it is', () => {
    const { root } = parseXml("<domain><devices><disk device='hologram'/></devices></domain>");
    expect(devicesOf(root)[0]).toMatchObject({ kind: 'disk', properties: { device: 'hologram' } });
  });
});
