import { describe, expect, test } from 'vitest';
import type { CloudInitAnswers, CloudInitNic } from './cloudInit.ts';
import { checkMetaData, checkNetworkConfig, checkUserData, validateCloudInit } from './cloudInitCheck.ts';

const nothing: CloudInitAnswers = { users: [], packages: [], upgrade: false, commands: [], network: [] };
const nic: CloudInitNic = { nic: 0, addresses: [], gateways: [], nameServers: [], searchDomains: [] };
const faults = (answers: Partial<CloudInitAnswers>, vms = 1) =>
  validateCloudInit({ ...nothing, ...answers }, { vms, nics: 1 }).map(({ field, code }) => `${field} ${code}`);
const seen = (found: ReturnType<typeof checkUserData>) =>
  found.map(({ level, code, line }) => `${line} ${level} ${code}`);

describe('answers', () => {
  test('without faults have none', () => {
    expect(
      faults({
        users: [
          { name: 'ann', sudo: false, sshKeys: ['ssh-ed25519 AAAAC3Nza ann@example', 'ecdsa-sha2-nistp256 AAAA='] },
        ],
        network: [{ ...nic, addresses: ['10.0.0.5/24'], gateways: ['10.0.0.1'], nameServers: ['::1'] }],
      }),
    ).toEqual([]);
  });

  test('addresses must be there for every VM', () => {
    const network = [{ ...nic, addresses: ['10.0.0.250/24'] }];
    expect(faults({ network }, 5)).toEqual([]);
    expect(faults({ network }, 6)).toEqual(['network.0.addresses.0 addressesTooFew']);
  });

  test('what is no address is found where it stands', () => {
    expect(
      faults({
        network: [{ ...nic, nic: 1, addresses: ['10.0.0.5'], gateways: ['here'], nameServers: ['10.0.0.1', 'x'] }],
      }),
    ).toEqual([
      'network.0.nic nicMissing',
      'network.0.addresses.0 addressWrong',
      'network.0.gateways.0 gatewayWrong',
      'network.0.nameServers.1 nameServerWrong',
    ]);
  });

  test('a name twice and what is no public key are found; a private key is not repeated whole', () => {
    const users = [
      { name: 'ann', sudo: false, sshKeys: [] },
      { name: 'ann', sudo: false, sshKeys: [`-----BEGIN OPENSSH PRIVATE KEY-----${'x'.repeat(100)}`] },
    ];
    expect(faults({ users })).toEqual(['users.1.name userTwice', 'users.1.sshKeys.0 sshKeyWrong']);
    const found = validateCloudInit({ ...nothing, users }, { vms: 1, nics: 1 });
    expect(JSON.stringify(found)).not.toContain('x'.repeat(50));
  });

  test('what a raw file replaces is not looked at', () => {
    expect(
      faults({
        users: [{ name: 'ann', sudo: false, sshKeys: ['x'] }],
        network: [{ ...nic, addresses: ['x'] }],
        rawUserData: '#cloud-config\n{}\n',
        rawNetworkConfig: 'version: 2\n',
      }),
    ).toEqual([]);
  });
});

describe('user-data', () => {
  test.each([
    '#cloud-config\nhostname: a\n',
    '#!/bin/sh\n: [',
    '#include\nhttp://x',
    'MIME-Version: 1.0\n',
    '## template: jinja\n#cloud-config\n{{',
  ])('%j is fine', (text) => {
    expect(checkUserData(text)).toEqual([]);
  });

  test('without its first line cloud-init ignores it', () => {
    expect(seen(checkUserData('hostname: a\n'))).toEqual(['1 error headerMissing']);
    expect(seen(checkUserData(' #cloud-config\nhostname: a\n'))).toEqual(['1 error headerMissing']);
  });

  test('faults of the YAML are found on their lines', () => {
    expect(seen(checkUserData('#cloud-config\nhostname: a\nusers: [\n'))).toEqual(['4 error yamlWrong']);
    expect(seen(checkUserData('#cloud-config\na: b: c\n'))).toEqual(['2 error yamlWrong']);
    expect(seen(checkUserData('#cloud-config\nhostname: a\nhostname: b\n'))).toEqual(['3 error yamlWrong']);
  });

  test('a list or a text at the top is no configuration', () => {
    expect(seen(checkUserData('#cloud-config\n\n- a\n'))).toEqual(['3 error notAMapping']);
  });

  test('a key that cloud-init does not know is a slip, most likely', () => {
    expect(seen(checkUserData('#cloud-config\nhostname: a\nrun_cmd: []\n'))).toEqual(['3 warning keyUnknown']);
  });

  test('a known key with something else under it is found', () => {
    expect(seen(checkUserData('#cloud-config\nruncmd: reboot\npackage_update: yes\npackages:\n  vim: 1\n'))).toEqual([
      '2 error wrongShape',
      '4 error wrongShape',
    ]);
  });
});

describe('meta-data', () => {
  test('needs an instance-id, or every guest has the same', () => {
    expect(seen(checkMetaData('local-hostname: a\n'))).toEqual(['1 warning instanceIdMissing']);
    expect(checkMetaData('instance-id: a\n')).toEqual([]);
  });
});

describe('network-config', () => {
  test.each([
    'version: 2\nethernets: {a: {addresses: [10.0.0.5/24]}}\n',
    'network:\n  version: 1\n  config: []\n',
    'network: {config: disabled}\n',
  ])('%j is fine', (text) => {
    expect(checkNetworkConfig(text)).toEqual([]);
  });

  test('must say its version', () => {
    expect(seen(checkNetworkConfig('ethernets: {}\n'))).toEqual(['1 error versionWrong']);
    expect(seen(checkNetworkConfig('version: 3\n'))).toEqual(['1 error versionWrong']);
  });

  test('has a configuration as a list in version 1, cards as a mapping in version 2', () => {
    expect(seen(checkNetworkConfig('version: 1\nethernets: {}\n'))).toEqual(['1 error wrongShape']);
    expect(seen(checkNetworkConfig('version: 2\nethernets: []\n'))).toEqual(['1 error wrongShape']);
  });

  test('addresses have a prefix', () => {
    expect(seen(checkNetworkConfig('version: 2\nethernets:\n  a:\n    addresses: [10.0.0.5]\n'))).toEqual([
      '4 error addressWrong',
    ]);
  });
});
