import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userKeys } from './sshKeys.ts';
import { temporaryFolder } from '../../../test/lab/lifeline.ts';

let directory = '';
const ed25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1MTn0Yv8M2nUCmJnVYz3X7b6m1fYV1d2r3Jm9sO0Aa';

beforeAll(async () => {
  directory = temporaryFolder('keys-');
  await writeFile(join(directory, 'id_ed25519.pub'), `${ed25519} ada@example\n`);
  await writeFile(join(directory, 'same.pub'), `${ed25519} again\n`);
  await writeFile(join(directory, 'id_ed25519'), '-----BEGIN OPENSSH PRIVATE KEY-----\n');
  await writeFile(join(directory, 'host-cert.pub'), 'ssh-ed25519-cert-v01@openssh.com AAAA ada\n');
});
afterAll(() => rm(directory, { recursive: true }));

test('public keys of files are found once each; private keys and certificates are none', async () => {
  const keys = (await userKeys(directory)).filter(({ from }) => from === 'file');
  expect(keys).toEqual([{ key: ed25519, from: 'file', comment: 'ada@example' }]);
});
