import { describe, expect, test } from 'vitest';
import { validateCloudInit } from '../../../../shared/model/cloudInitCheck.ts';
import { cloudInitFiles } from '../../../../shared/model/cloudInitFiles.ts';
import { unattendedAnswers } from '../../../../shared/model/unattended/answers.ts';
import { keyboardLayouts } from '../../../../shared/model/unattended/keyboards.ts';
import {
  anotherUser,
  firstAnswers,
  firstUnattended,
  lastAddress,
  letsSomebodyIn,
  nicOf,
  rawStart,
  seedFileNames,
  withNic,
  withRaw,
} from './answers.ts';
import { wrongAnswers } from './cloudInitNotes.ts';
import { unattendedFaults } from './unattendedNotes.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJmY0hKQ3dqYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4';
const use = { vms: 1, nics: 1 };

describe('answers to begin with', () => {
  test('let the user of this workstation in by key, and are sound', () => {
    const answers = firstAnswers([key]);
    expect(letsSomebodyIn(answers)).toBe(true);
    expect(letsSomebodyIn(firstAnswers([]))).toBe(false);
    expect([...wrongAnswers(answers), ...validateCloudInit(answers, use)]).toEqual([]);
  });

  test('name another user as nobody is named', () => {
    const { users } = firstAnswers([]);
    expect(anotherUser(users).name).toBe('user1');
    expect(anotherUser([...users, anotherUser(users)]).name).toBe('user2');
  });
});

describe('addresses', () => {
  const nic = { nic: 1, addresses: ['10.0.0.5/24'], gateways: [], nameServers: [], searchDomains: [] };

  test('of a card are kept in the order of the cards, and gone with DHCP', () => {
    const two = withNic(withNic(firstAnswers([]), 1, nic), 0, { ...nic, nic: 0 });
    expect(two.network.map((each) => each.nic)).toEqual([0, 1]);
    expect(nicOf(withNic(two, 1, undefined), 1)).toBeUndefined();
  });

  test('count up to the last VM, as far as the network goes', () => {
    expect(lastAddress('10.0.0.5/24', 5)).toBe('10.0.0.9/24');
    expect(lastAddress('10.0.0.5/24', 1)).toBeUndefined();
    expect(lastAddress('10.0.0.253/24', 5)).toBeUndefined();
    expect(lastAddress('10.0.0', 5)).toBeUndefined();
  });
});

describe('a file by hand', () => {
  const answers = {
    ...firstAnswers([key]),
    hostname: '{name}.example.com',
    packages: ['nginx'],
    commands: ['echo "a: b"'],
  };

  test.each(seedFileNames)('begins as a %s that cloud-init understands', (file) => {
    expect(validateCloudInit(withRaw(answers, file, rawStart(answers, file)), use)).toEqual([]);
  });

  test('says for every VM what the answers say for it', () => {
    const vm = { name: 'web-1', instanceId: 'web-1', index: 0, macs: [] };
    const made = cloudInitFiles(answers, vm, () => '');
    const byHand = cloudInitFiles(withRaw(answers, 'user-data', rawStart(answers, 'user-data')), vm, () => '');
    const plain = (text = '') => text.replaceAll('"', '');
    expect(plain(byHand[0]?.text)).toBe(plain(made[0]?.text));
    expect(byHand[0]?.text).toContain('fqdn: "web-1.example.com"');
  });

  test('begins without passwords', () => {
    const secret = { ...answers, users: [{ name: 'admin', password: 'secret', sshKeys: [], sudo: true }] };
    const text = rawStart(secret, 'user-data');
    expect(text).not.toContain('hashed_passwd');
    expect(text).not.toContain('secret');
  });

  test('is made from the answers again without it', () => {
    expect(withRaw(withRaw(answers, 'meta-data', 'x'), 'meta-data', undefined)).toEqual(answers);
  });
});

test('a user without a name is said at its field', () => {
  const answers = { ...firstAnswers([]), users: [{ name: 'Röt', sshKeys: [], sudo: false }] };
  expect(wrongAnswers(answers)).toEqual([{ field: 'users.0.name', word: 'userName' }]);
});

describe('answers for an installer', () => {
  test.each([
    ['en-US', 'en_US', 'us'],
    ['en-GB', 'en_GB', 'gb'],
    ['zh-CN', 'zh_CN', 'us'],
    ['de', 'de_DE', 'de'],
    ['pt-BR', 'pt_BR', 'br'],
    ['de-AT', 'de_AT', 'de'],
    ['en-IN', 'en_IN', 'us'],
  ])('in %s begin with %s and the keyboard %s', (language, locale, keyboard) => {
    const answers = firstUnattended(language, 'Europe/Berlin', keyboardLayouts, [key]);
    expect(answers).toMatchObject({ locale, keyboard, timezone: 'Europe/Berlin' });
  });

  test('lack a password, which is said at its field', () => {
    const answers = firstUnattended('en', 'UTC', keyboardLayouts, []);
    expect(unattendedFaults(answers)).toEqual([{ field: 'user.password', word: 'password' }]);
    expect(unattendedAnswers.safeParse({ ...answers, user: { ...answers.user, password: 'x' } }).success).toBe(true);
  });
});
