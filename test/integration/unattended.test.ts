/** Files for installers, read by what reads them: debconf, a shell, Python's shlex (Anaconda's) and its YAML (Ubuntu's). */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cloudInitFiles } from '../../shared/model/cloudInitFiles.ts';
import type { OperatingSystem } from '../../shared/model/os.ts';
import type { UnattendedAnswers } from '../../shared/model/unattended/answers.ts';
import { unattendedFiles, unattendedScript, type UnattendedVm } from '../../shared/model/unattended/index.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

const directory = temporaryFolder('unattended-');
afterAll(() => rmSync(directory, { recursive: true }));

const systems: readonly OperatingSystem[] = JSON.parse(readFileSync('assets/osDatabase.json', 'utf8'));
const hostile = `ssh-ed25519 AAAA O'Neil "x" $(touch pwned) \`touch pwned\` $HOME # & ; | <b> %end 中文`;
const answers: UnattendedAnswers = {
  user: { name: 'ann', fullName: hostile, password: hostile, sshKeys: [hostile, 'ssh-rsa BBBB plain'] },
  rootPassword: hostile,
  locale: 'zh_CN',
  keyboard: 'us',
  timezone: 'Asia/Shanghai',
  packages: ['vim', 'git'],
};
const vm: UnattendedVm = { name: 'web', firmware: 'efi', arch: 'x86_64', disk: 'vda', virtioDrivers: true };

function textFor(id: string): string {
  const os = systems.find((one) => one.id === id);
  if (os === undefined) throw new Error(`no ${id}`);
  return unattendedFiles(os, answers, vm, () => '$6$salt$hash').files[0]?.text ?? '';
}

const python = (script: string, input: string): unknown =>
  JSON.parse(execFileSync('/usr/bin/python3', ['-c', script], { input, encoding: 'utf8' }));

test('every system of the database whose way is known gets its files', () => {
  const able = systems.filter((os) => unattendedScript(os) !== undefined);
  expect(able.length).toBeGreaterThan(50);
  for (const { id } of able) expect(textFor(id)).toContain('web');
});

test('debconf takes every line of a preseed file', () => {
  const file = join(directory, 'preseed.cfg');
  writeFileSync(file, textFor('debian12'));
  const { status, stderr } = spawnSync('debconf-set-selections', ['-c', file], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test("the command at the end of Debian's installation writes the keys as they are, and runs nothing else", () => {
  const [, command = ''] = /late_command string (.*)/.exec(textFor('debian12')) ?? [];
  // As the installer runs it, by sh; here /home is elsewhere, and nobody is called ann.
  const programs = { 'in-target': '#!/bin/sh\nexec "$@"\n', chown: '#!/bin/sh\n' };
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(directory, name), text, { mode: 0o755 });
  execFileSync('sh', ['-c', command.replaceAll('/home/', `${directory}/`)], {
    cwd: directory,
    env: { PATH: `${directory}:/usr/bin:/bin` },
  });
  expect(readFileSync(join(directory, 'ann/.ssh/authorized_keys'), 'utf8')).toBe(`${hostile}\nssh-rsa BBBB plain\n`);
  expect(() => readFileSync(join(directory, 'pwned'))).toThrow(/ENOENT/);
});

test('Anaconda finds in a kickstart file the words that were meant', () => {
  const script = 'import sys, shlex, json; json.dump([shlex.split(l, comments=True) for l in sys.stdin], sys.stdout)';
  const lines = python(script, textFor('fedora43'));
  expect(lines).toContainEqual(['sshkey', '--username=ann', hostile]);
  expect(lines).toContainEqual(['rootpw', '--iscrypted', '$6$salt$hash']);
  expect(lines).toContainEqual(['%packages']);
});

test("Ubuntu's installer finds the answers as they were", () => {
  const script = 'import sys, json, yaml; json.dump(yaml.safe_load(sys.stdin.buffer), sys.stdout)';
  expect(python(script, textFor('ubuntu24.04'))).toMatchObject({
    autoinstall: { ssh: { 'authorized-keys': [hostile, 'ssh-rsa BBBB plain'] }, timezone: 'Asia/Shanghai' },
  });
});

test('XML files are well-formed for another parser too', () => {
  const script =
    'import sys, json, xml.dom.minidom as m; json.dump(m.parseString(sys.stdin.buffer.read()).documentElement.tagName, sys.stdout)';
  expect(python(script, textFor('win11'))).toBe('unattend');
  expect(python(script, textFor('opensuse15.6'))).toBe('profile');
});

test('cloud-init finds commands and keys as they were typed', () => {
  const [userData] = cloudInitFiles(
    {
      users: [{ name: 'ann', sshKeys: [hostile], sudo: true }],
      packages: ['no', 'vim'],
      upgrade: false,
      commands: [hostile, 'first\nsecond\n'],
      network: [],
    },
    { name: 'on', instanceId: '1', index: 0, macs: [] },
    () => '',
  );
  const script = 'import sys, json, yaml; json.dump(yaml.safe_load(sys.stdin.buffer), sys.stdout)';
  expect(python(script, userData?.text ?? '')).toMatchObject({
    hostname: 'on',
    packages: ['no', 'vim'],
    runcmd: [hostile, 'first\nsecond\n'],
    users: [{ ssh_authorized_keys: [hostile] }],
  });
});
