import { describe, expect, it } from 'vitest';
import { pendingChanges } from './pendingChanges.ts';

const domain = (inside: string): string => `<domain type="qemu"><name>web</name>${inside}</domain>`;
const label = '<seclabel type="dynamic" model="dac" relabel="yes"><label>+0:+0</label></seclabel>';

describe('what libvirt itself adds to a running guest is no pending change', () => {
  it.each([
    ['the labels that a guest without any gets', label, ''],
    [
      'the label of a guest that asks for a kind of label',
      '<seclabel type="dynamic" model="selinux"><label>svirt_t:c1,c2</label></seclabel>',
      '<seclabel type="dynamic" model="selinux"/>',
    ],
    [
      'the port that a network gives an interface',
      '<devices><interface type="network"><mac address="52:54:00:00:00:01"/><source network="default" portid="60de3e04-9c08-4e1e-b6e1-5452e59d66b2" bridge="virbr0"/><target dev="vnet0"/></interface></devices>',
      '<devices><interface type="network"><mac address="52:54:00:00:00:01"/><source network="default"/></interface></devices>',
    ],
    [
      'the format that an empty drive does not have while it runs',
      '<devices><disk type="file" device="cdrom"><driver name="qemu"/><target dev="sda"/></disk></devices>',
      '<devices><disk type="file" device="cdrom"><driver name="qemu" type="raw"/><target dev="sda"/></disk></devices>',
    ],
    [
      'the address at which a display listens that names none',
      '<devices><graphics type="vnc" port="5900" autoport="yes"><listen type="address" address="127.0.0.1"/></graphics></devices>',
      '<devices><graphics type="vnc" port="-1" autoport="yes"><listen type="address"/></graphics></devices>',
    ],
    [
      'that a connection is not encrypted which says nothing of it',
      '<devices><serial type="tcp"><source mode="bind" host="127.0.0.1" service="4444" tls="no"/></serial></devices>',
      '<devices><serial type="tcp"><source mode="bind" host="127.0.0.1" service="4444"/></serial></devices>',
    ],
  ])('%s', (_, live, persistent) => {
    expect(pendingChanges(domain(live), domain(persistent))).toEqual([]);
  });
});

it('a medium that is in the drive only from the next start on waits', () => {
  const drive = (source: string): string =>
    domain(`<devices><disk type="file" device="cdrom">${source}<target dev="sda"/></disk></devices>`);
  const changes = pendingChanges(
    drive('<driver name="qemu"/>'),
    drive('<driver name="qemu" type="raw"/><source file="/a.iso"/>'),
  );
  expect(changes.map((change) => change.kind === 'property' && change.property)).toEqual(['format', 'file']);
});

it('another kind of label waits for the next start', () => {
  const changes = pendingChanges(domain(label), domain('<seclabel type="none" model="dac"/>'));
  expect(changes).toMatchObject([{ kind: 'property', property: 'securityLabels' }]);
});
