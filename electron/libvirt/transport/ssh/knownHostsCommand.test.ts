import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/lab/lifeline.ts';
import { interpret } from './config.ts';
import { hostKeyCheck } from './hostKey.ts';
import { fingerprint, serverNames } from './knownHosts.ts';
import { askKnownHostsCommand, splitWords } from './knownHostsCommand.ts';

let directory: string;
let keyLine: string;
let blob: Buffer;
beforeAll(() => {
  directory = temporaryFolder('known-hosts-command-');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(directory, 'key')]);
  keyLine = readFileSync(join(directory, 'key.pub'), 'utf8').trim();
  blob = Buffer.from(keyLine.split(' ')[1] ?? '', 'base64');
});

/** A command that notes its arguments and prints lines. */
function helper(name: string, output: string, exit = 0): string {
  const file = join(directory, name);
  writeFileSync(
    file,
    `#!/bin/sh\nprintf '%s|' "$@" >>'${file}.log'\necho >>'${file}.log'\ncat <<'END'\n${output}\nEND\nexit ${exit}\n`,
  );
  chmodSync(file, 0o755);
  return file;
}
const told = (file: string): readonly string[] => readFileSync(`${file}.log`, 'utf8').trim().split('\n');
const configOf = (command: string, rest: readonly (readonly [string, string])[] = []) =>
  interpret(
    new Map([
      ['knownhostscommand', [command]],
      ['userknownhostsfile', ['/dev/null']],
      ...rest.map(([key, value]) => [key, [value]] as const),
    ]),
    { host: 'h', user: 'jane', port: 2222 },
  );
const { signal } = new AbortController();

describe('KnownHostsCommand', () => {
  test('is told what ssh_config(5) says, before and after the key is known', async () => {
    const file = helper('tokens', `[h]:2222 ${keyLine}`);
    const config = configOf(`${file} %H %I %t %f %K %h %p %r "two words" 100%%`);
    const server = serverNames('h', 2222);
    expect(await askKnownHostsCommand(config, server, undefined)).toMatchObject([{ keyType: 'ssh-ed25519' }]);
    await askKnownHostsCommand(config, server, blob);
    const rest = 'h|2222|jane|two words|100%|';
    expect(told(file)).toEqual([
      `[h]:2222|ORDER|NONE|NONE|NONE|${rest}`,
      `[h]:2222|HOSTNAME|ssh-ed25519|${fingerprint(blob)}|${blob.toString('base64')}|${rest}`,
    ]);
  });

  test('is judged like a file: its keys are known, strict checking or not, and asked for first', async () => {
    const config = configOf(helper('known', `[h]:2222 ${keyLine}`), [['stricthostkeychecking', 'yes']]);
    const check = await hostKeyCheck({ config, noVerify: false, signal });
    expect(check.preferred).toEqual(['ssh-ed25519']);
    expect(await check.check(blob)).toBe('trusted');
  });

  test('makes a key changed that is another than it prints', async () => {
    const other = keyLine.slice(0, -6) + 'AAAAAA';
    const config = configOf(helper('changed', `[h]:2222 ${other}`));
    const check = await hostKeyCheck({ config, noVerify: false, signal });
    await expect(check.check(blob)).rejects.toMatchObject({ code: 'hostKeyChanged' });
  });

  test.each([
    ['fails', () => helper('fails', `[h]:2222 ${keyLine}`, 1)],
    ['is not there', () => '/nowhere/helper'],
    ['is no absolute path', () => 'helper'],
  ])('one that %s says nothing', async (_how, command) => {
    expect(await askKnownHostsCommand(configOf(command()), serverNames('h', 2222), blob)).toEqual([]);
  });
});

test.each([
  ['/a b  c', ['/a', 'b', 'c']],
  [`/a "b c" 'd e' f\\ g`, ['/a', 'b c', 'd e', 'f g']],
  [`/a x"y z"`, ['/a', 'xy z']],
  ['', []],
])('%s is divided into words as OpenSSH does', (command, words) => {
  expect(splitWords(command)).toEqual(words);
});
