import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { domain } from './domainProperties.ts';
import { consolesOf, diskSources, summarize } from './domainXml.ts';
import { parseCapabilities } from './hostXml.ts';
import { parseXml } from '../xml/parse.ts';

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, '../../test/fixtures', name), 'utf8');
const rich = fixture('domains/rich-persistent.xml');

test('a summary is what lists show of a definition', () => {
  expect(summarize(rich, 'abc')).toEqual({
    title: 'It\'s "rich" & <odd> 中文',
    description: 'Two\nlines',
    osId: 'http://debian.org/debian/12',
    type: 'qemu',
    arch: 'x86_64',
    machine: 'pc-q35-7.2',
    firmware: 'bios',
    graphics: ['vnc', 'spice'],
    serialCount: 2,
    diskCount: 4,
    interfaceCount: 2,
    macs: ['52:54:00:aa:bb:01', '52:54:00:aa:bb:02'],
    xmlHash: 'abc',
  });
});

test.each([
  ["<os firmware='efi'/>", 'efi'],
  ["<os><loader type='pflash'>/usr/share/OVMF/OVMF_CODE.fd</loader></os>", 'efi'],
  ["<os><loader type='rom'>/usr/share/seabios.bin</loader></os>", 'bios'],
  ['<os/>', 'bios'],
])('firmware of %s is %s', (os, firmware) => {
  expect(summarize(`<domain>${os}</domain>`, '').firmware).toBe(firmware);
});

test.each([
  ["<memory unit='MiB'>2</memory>", 2048],
  ['<memory>2048</memory>', 2048],
  ["<memory unit='GB'>1</memory>", 976563],
  ["<memory unit='b'>1</memory>", 1],
  ["<memory unit='furlong'>1</memory>", undefined],
])('%s is %s KiB', (memory, kib) => {
  expect(domain.memory.get(parseXml(`<domain>${memory}</domain>`).root)).toBe(kib);
});

describe('consoles', () => {
  test('of a running guest are reachable by VNC, and its first serial port is listed once', () => {
    expect(consolesOf(fixture('domains/tiny-live.xml'), true)).toEqual({
      pointer: 'relative',
      graphics: [{ type: 'vnc', index: 0, listen: '127.0.0.1:5900', reachable: true }],
      serials: [{ alias: 'serial0', element: 'serial', index: 0, type: 'pty', openable: true, target: 'isa-serial' }],
    });
  });
  test('tell whether the guest has a tablet, of whichever bus: without, its pointer drifts', () => {
    const pointer = (devices: string) => consolesOf(`<domain><devices>${devices}</devices></domain>`, true).pointer;
    expect(pointer(`<input type='mouse' bus='ps2'/><input type='tablet' bus='usb'/>`)).toBe('absolute');
    expect(pointer(`<input type='tablet' bus='virtio'/>`)).toBe('absolute');
    expect(pointer(`<input type='mouse' bus='ps2'/><input type='keyboard' bus='ps2'/>`)).toBe('relative');
  });
  test('on a unix socket are reachable too', () => {
    expect(consolesOf(fixture('domains/vnc-socket-live.xml'), true).graphics).toMatchObject([
      { type: 'vnc', reachable: true, listen: expect.stringMatching(/^\/.*\.sock$/) },
    ]);
  });
  test('say why they cannot be reached', () => {
    const why = (graphics: string, active = true): unknown =>
      consolesOf(`<domain><devices>${graphics}</devices></domain>`, active).graphics[0]?.why;
    expect(why("<graphics type='spice' port='5900'/>")).toBe('spice');
    expect(why("<graphics type='sdl'/>")).toBe('unsupported');
    expect(why("<graphics type='vnc' port='5900'/>", false)).toBe('notRunning');
    expect(why("<graphics type='vnc'><listen type='none'/></graphics>")).toBe('listenNone');
    expect(why("<graphics type='vnc' port='5900'/>")).toBeUndefined();
  });
  test.each([
    ["type='pty'", '', { openable: true }],
    ["type='unix'", "<source mode='bind' path='/s'/>", { openable: true }],
    [
      "type='tcp'",
      "<source mode='bind' host='127.0.0.1' service='4555'/><protocol type='telnet'/>",
      { openable: false, place: '127.0.0.1:4555' },
    ],
    [
      "type='udp'",
      "<source mode='bind' host='::1' service='1'/><source mode='connect' host='h' service='2'/>",
      { openable: false, place: '[::1]:1' },
    ],
    ["type='file'", "<source path='/log'/>", { openable: false, place: '/log' }],
    ["type='null'", '', { openable: false }],
  ])('a serial port %s is offered only where libvirt gives a stream of it', (type, inside, expected) => {
    const xml = `<domain><devices><serial ${type}>${inside}<target type='isa-serial' port='0'/></serial></devices></domain>`;
    const {
      alias: _alias,
      element: _element,
      index: _index,
      type: _type,
      target: _target,
      ...rest
    } = consolesOf(xml, true).serials[0] ?? {};
    expect(rest).toEqual(expected);
  });
  test('a virtio console beside the serial ports is a console of its own', () => {
    expect(consolesOf(rich, false).serials.map((each) => each.alias)).toEqual(['serial0', 'serial1', 'console1']);
  });
});

describe('disks', () => {
  test('of every kind of source', () => {
    expect(
      diskSources(rich).map(({ path, target, device, shareable }) => ({ path, target, device, shareable })),
    ).toEqual([
      { path: "/var/lib/libvirt/images/it's & all.qcow2", target: 'vda', device: 'disk', shareable: false },
      { path: 'default/data.img', target: 'sdb', device: 'disk', shareable: true },
      { path: 'rbd:pool/image', target: 'sdc', device: 'disk', shareable: false },
    ]);
  });
});

test('capabilities say what a host can run', () => {
  expect(parseCapabilities(fixture('capabilities.xml'), 7)).toMatchObject({
    arch: 'x86_64',
    cpuVendor: 'Intel',
    hasKvm: false,
    guests: expect.arrayContaining([{ arch: 'x86_64', domainTypes: ['qemu'] }]),
    readAt: 7,
  });
});
