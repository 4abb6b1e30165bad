import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { CloudInitAnswers, CloudInitNic, CloudInitUser } from './cloudInit.ts';
import { cloudInitFiles, cloudInitPasswords, type CloudInitVm } from './cloudInitFiles.ts';

const nothing: CloudInitAnswers = { users: [], packages: [], upgrade: false, commands: [], network: [] };
const vm: CloudInitVm = {
  name: 'Web 01',
  instanceId: 'id-1',
  index: 0,
  macs: ['52:54:00:AA:00:01', '52:54:00:aa:00:02'],
};
const user: CloudInitUser = { name: 'ann', sshKeys: [], sudo: false };
const nic: CloudInitNic = { nic: 0, addresses: ['10.0.0.5/24'], gateways: [], nameServers: [], searchDomains: [] };
const hash = (password: string) => `$6$salt$${password.length}`;

const filesOf = (answers: Partial<CloudInitAnswers>, of: Partial<CloudInitVm> = {}) =>
  Object.fromEntries(
    cloudInitFiles({ ...nothing, ...answers }, { ...vm, ...of }, hash).map(({ name, text }) => [name, text]),
  );
const userData = (answers: Partial<CloudInitAnswers>): Record<string, unknown> =>
  parse(filesOf(answers)['user-data'] ?? '');
const card = (answers: Partial<CloudInitNic>, index = 0) =>
  parse(filesOf({ network: [{ ...nic, ...answers }] }, { index })['network-config'] ?? '').ethernets.nic0;

test('user-data begins with the line by which cloud-init knows it', () => {
  expect(filesOf({})['user-data']).toMatch(/^#cloud-config\n/);
});

describe('the host name', () => {
  test("is what DNS allows of the VM's name", () => {
    expect(userData({}).hostname).toBe('web-01');
    expect(parse(filesOf({})['meta-data'] ?? '')).toEqual({ 'instance-id': 'id-1', 'local-hostname': 'web-01' });
  });

  test('has the name of the VM where the answer says so, and a domain', () => {
    expect(userData({ hostname: '{name}.example.org' })).toMatchObject({
      hostname: 'web-01',
      fqdn: 'web-01.example.org',
    });
  });
});

describe('users', () => {
  test("without any, the image's own user stays", () => {
    expect(userData({})).not.toHaveProperty('users');
  });

  test('a password is there as its hash only', () => {
    const text = filesOf({ users: [{ ...user, password: 'top secret' }] })['user-data'] ?? '';
    expect(text).not.toContain('top secret');
    expect(parse(text).users[0]).toMatchObject({ lock_passwd: false, hashed_passwd: '$6$salt$10' });
  });

  test('one without a password can only come in by key, and needs none for sudo', () => {
    const [entry] = parse(
      filesOf({ users: [{ ...user, sudo: true, sshKeys: ['ssh-ed25519 AAAA a'] }] })['user-data'] ?? '',
    ).users;
    expect(entry).toMatchObject({
      lock_passwd: true,
      sudo: 'ALL=(ALL) NOPASSWD:ALL',
      ssh_authorized_keys: ['ssh-ed25519 AAAA a'],
    });
    expect(entry).not.toHaveProperty('hashed_passwd');
  });

  test('one with a password is asked for it by sudo', () => {
    const [entry] = parse(filesOf({ users: [{ ...user, sudo: true, password: 'x' }] })['user-data'] ?? '').users;
    expect(entry.sudo).toBe('ALL=(ALL) ALL');
  });

  test('passwords to hash are those of users that have one', () => {
    expect(cloudInitPasswords({ ...nothing, users: [user, { ...user, password: 'x' }] })).toEqual(['x']);
  });
});

describe('packages and commands', () => {
  test('package lists are fetched when something is to be installed or upgraded', () => {
    expect(userData({ packages: ['vim'] })).toMatchObject({ package_update: true, packages: ['vim'] });
    expect(userData({ upgrade: true })).toMatchObject({ package_update: true, package_upgrade: true });
    expect(userData({})).not.toHaveProperty('package_update');
  });

  test.each([
    `echo "a" 'b' $HOME \`id\``,
    'first\nsecond\n',
    '- not: a list',
    '# no comment',
    'yes',
    '*alias &anchor !tag %directive @at',
    '\ttab: and\u0007bell',
    '{{ jinja }}',
  ])('%j arrives as it was typed', (command) => {
    expect(userData({ commands: [command], packages: [command], timezone: command })).toMatchObject({
      runcmd: [command],
      packages: [command],
      timezone: command,
    });
  });
});

describe('the network', () => {
  test('is left to the image when nothing is said of it', () => {
    expect(filesOf({})).not.toHaveProperty('network-config');
  });

  test('cards are found by their MAC addresses; those not spoken of use DHCP', () => {
    expect(parse(filesOf({ network: [nic] })['network-config'] ?? '')).toMatchObject({
      version: 2,
      ethernets: {
        nic0: { match: { macaddress: '52:54:00:aa:00:01' }, addresses: ['10.0.0.5/24'], dhcp4: false },
        nic1: { match: { macaddress: '52:54:00:aa:00:02' }, dhcp4: true },
      },
    });
  });

  test('the addresses of later VMs count up from the first', () => {
    expect(card({ addresses: ['10.0.0.5/24', '2001:db8::5/64'] }, 3).addresses).toEqual([
      '10.0.0.8/24',
      '2001:db8::8/64',
    ]);
  });

  test('a VM for which the network has no address left is refused', () => {
    expect(() => card({ addresses: ['10.0.0.254/24'] }, 1)).toThrow(/no address for VM 2/);
  });

  test('gateways are default routes, on the link where no address reaches them', () => {
    expect(card({ gateways: ['10.0.0.1', 'fe80::1'] }).routes).toEqual([
      { to: '0.0.0.0/0', via: '10.0.0.1' },
      { to: '::/0', via: 'fe80::1' },
    ]);
    expect(card({ addresses: ['192.0.2.7/32'], gateways: ['198.51.100.1'] }).routes).toEqual([
      { to: '0.0.0.0/0', via: '198.51.100.1', 'on-link': true },
    ]);
  });

  test('name servers and domains are there where they were given, with DHCP too', () => {
    expect(card({ addresses: [], nameServers: ['10.0.0.53'], searchDomains: ['lan'] })).toMatchObject({
      dhcp4: true,
      nameservers: { addresses: ['10.0.0.53'], search: ['lan'] },
    });
    expect(card({})).not.toHaveProperty('nameservers');
  });
});

test('raw files take the place of those that would be made, with the name of the VM in them', () => {
  const files = filesOf({
    rawUserData: '#!/bin/sh\necho {name}\n',
    rawMetaData: 'instance-id: {name}\n',
    rawNetworkConfig: 'version: 1\n',
    network: [nic],
  });
  expect(files).toEqual({
    'user-data': '#!/bin/sh\necho Web 01\n',
    'meta-data': 'instance-id: Web 01\n',
    'network-config': 'version: 1\n',
  });
});
