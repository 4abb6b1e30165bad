import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { interpret, parseSettings, readConfigFile, splitPaths } from './config.ts';
import { parseJump } from './route.ts';
import { expandHome, expandPath, expandTokens } from './tokens.ts';
import { temporaryFolder } from '../../../../test/lab/lifeline.ts';

/** What OpenSSH itself makes of a file. */
function asked(text: string, host: string): ReturnType<typeof parseSettings> {
  const directory = temporaryFolder('ssh-config-');
  try {
    const path = join(directory, 'config');
    writeFileSync(path, text);
    return parseSettings(execFileSync('ssh', ['-F', path, '-G', '--', host], { encoding: 'utf8' }));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const file = `
Host short
  HostName %h.example.org
  User jane
  Port 2200
  IdentityFile ~/.ssh/special
  IdentityFile %d/.ssh/%h_key
  IdentitiesOnly yes
  StrictHostKeyChecking accept-new
  UserKnownHostsFile ~/.ssh/a ~/.ssh/b
  HashKnownHosts yes
  HostKeyAlias alias
  ProxyJump one,two@three:2222
  PasswordAuthentication no
Host *
  User somebody
  StrictHostKeyChecking yes
`;

describe.each([
  ['OpenSSH', (host: string) => Promise.resolve(asked(file, host))],
  ['our own reading, without an ssh binary', (host: string) => readConfigFile(host, file)],
])('a host of ssh_config, by %s', (_reader, read) => {
  test('has its own settings before those for all', async () => {
    const config = interpret(await read('short'), { host: 'short' });
    expect(config).toMatchObject({
      name: 'short',
      hostName: 'short.example.org',
      user: 'jane',
      port: 2200,
      identitiesOnly: true,
      strictHostKeyChecking: 'accept-new',
      hashKnownHosts: true,
      hostKeyAlias: 'alias',
      proxyJump: 'one,two@three:2222',
      batch: false,
    });
    expect(config.methods).toMatchObject({ password: false, publickey: true, 'keyboard-interactive': true });
    expect(config.identityFiles).toEqual([
      join(homedir(), '.ssh/special'),
      join(homedir(), '.ssh/short.example.org_key'),
    ]);
    expect(config.knownHostsFiles.slice(0, 2)).toEqual([join(homedir(), '.ssh/a'), join(homedir(), '.ssh/b')]);
  });

  test('gives way to what the URI says', async () => {
    const config = interpret(await read('short'), { host: 'short', user: 'root', port: 22 });
    expect(config).toMatchObject({ user: 'root', port: 22 });
  });

  test('has defaults where nothing is said', async () => {
    const config = interpret(await read('other'), { host: 'other' });
    expect(config).toMatchObject({ hostName: 'other', user: 'somebody', port: 22, strictHostKeyChecking: 'yes' });
    expect(config.identityFiles).toContain(join(homedir(), '.ssh/id_ed25519'));
    expect(config.proxyJump).toBeUndefined();
    expect(config.identityAgent).toBeUndefined();
  });
});

describe.each([
  ['OpenSSH', (text: string) => Promise.resolve(asked(text, 'h'))],
  ['our own reading, without an ssh binary', (text: string) => readConfigFile('h', text)],
])('paths with spaces, by %s', (_reader, read) => {
  const knownHosts = async (text: string) =>
    interpret(await read(`Host h\n  ${text}\n`), { host: 'h' }).knownHostsFiles.filter(
      (file) => !file.startsWith('/etc/'),
    );

  test('one of them, quoted', async () => {
    expect(await knownHosts('UserKnownHostsFile "~/My Keys/known_hosts"')).toEqual([
      join(homedir(), 'My Keys/known_hosts'),
    ]);
  });

  test('several, of which some have spaces', async () => {
    expect(await knownHosts('UserKnownHostsFile ~/.ssh/a "/srv/our keys/all of them" %d/b')).toEqual([
      join(homedir(), '.ssh/a'),
      '/srv/our keys/all of them',
      join(homedir(), 'b'),
    ]);
  });

  test('a key', async () => {
    const { identityFiles } = interpret(await read('Host h\n  IdentityFile "~/My Keys/id"\n'), { host: 'h' });
    expect(identityFiles).toEqual([join(homedir(), 'My Keys/id')]);
  });
});

test('a word that begins no path is a file of its own where the one before is there without it', () => {
  expect(splitPaths('/there relative', (path) => path === '/there')).toEqual(['/there', 'relative']);
  expect(splitPaths('/not there', () => false)).toEqual(['/not there']);
  expect(splitPaths('C:\\Users\\Jane Doe\\known_hosts D:/x', () => false)).toEqual([
    'C:\\Users\\Jane Doe\\known_hosts',
    'D:/x',
  ]);
});

test('without any settings the user is the one who runs this', () => {
  expect(interpret(new Map(), { host: 'h' })).toMatchObject({
    user: userInfo().username,
    port: 22,
    strictHostKeyChecking: 'ask',
  });
});

describe('jump hosts', () => {
  test.each([
    ['h', { host: 'h' }],
    ['u@h', { host: 'h', user: 'u' }],
    ['u@h:22', { host: 'h', user: 'u', port: 22 }],
    ['[::1]:2222', { host: '::1', port: 2222 }],
    ['ssh://u@h:22', { host: 'h', user: 'u', port: 22 }],
  ])('%s', (text, expected) => {
    expect(parseJump(text)).toEqual(expected);
  });

  test.each(['-oProxyCommand=x', '', 'u@', 'a b', '$(x)'])('"%s" is refused', (text) => {
    expect(() => parseJump(text)).toThrow(expect.objectContaining({ code: 'jumpHostFailed' }));
  });
});

describe('tokens', () => {
  const tokens = { n: 'name', h: 'host', p: '22', r: 'root', k: 'alias' };
  test.each([
    ['nc %h %p', 'nc host 22'],
    ['%r@%n %k %%h', 'root@name alias %h'],
    ['100%', '100%'],
    ['%Z', '%Z'],
    ['%u', userInfo().username],
  ])('%s -> %s', (text, expected) => {
    expect(expandTokens(text, tokens)).toBe(expected);
  });

  test('what a shell reads is quoted', () => {
    expect(expandTokens('nc %h', { ...tokens, h: 'a b' }, (word) => `'${word}'`)).toBe("nc 'a b'");
  });

  test('paths of a URI know the home directory, and nothing else', () => {
    expect(expandHome('~/.ssh/id_rsa')).toBe(join(homedir(), '.ssh/id_rsa'));
    expect(expandHome('~')).toBe(homedir());
    expect(expandHome('/a/~/%d')).toBe('/a/~/%d');
    expect(expandHome('~other/x')).toBe('~other/x');
  });

  test('paths know the home directory and variables', () => {
    process.env['VD_TEST_DIR'] = '/somewhere';
    expect(expandPath('~/x', tokens)).toBe(join(homedir(), 'x'));
    expect(expandPath('%d/x', tokens)).toBe(join(homedir(), 'x'));
    expect(expandPath('${VD_TEST_DIR}/x', tokens)).toBe('/somewhere/x');
    delete process.env['VD_TEST_DIR'];
  });
});
