import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  appendKnownHost,
  fingerprint,
  judge,
  knownKeyTypes,
  matches,
  onlyAuthorities,
  readKnownHosts,
  serverNames,
  type HostKeyVerdict,
} from './knownHosts.ts';
import { temporaryFolder } from '../../../../test/lab/lifeline.ts';

let directory: string;
const keys: Record<'ed25519' | 'ecdsa' | 'rsa', { line: string; blob: Buffer; file: string }> = {} as never;

beforeAll(() => {
  directory = temporaryFolder('known-hosts-');
  for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) {
    const file = join(directory, type);
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', file]);
    const line = readFileSync(`${file}.pub`, 'utf8').trim();
    keys[type] = { file, line, blob: Buffer.from(line.split(' ')[1] ?? '', 'base64') };
  }
});
afterAll(() => rmSync(directory, { recursive: true }));

function written(...lines: readonly string[]): string {
  const file = join(directory, 'known_hosts');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}

async function verdict(lines: readonly string[], host: string, port: number, blob: Buffer): Promise<HostKeyVerdict> {
  return judge(await readKnownHosts(written(...lines)), serverNames(host, port), blob);
}

test('fingerprints are those that ssh-keygen prints', () => {
  for (const { file, blob } of Object.values(keys)) {
    expect(execFileSync('ssh-keygen', ['-lf', `${file}.pub`], { encoding: 'utf8' })).toContain(fingerprint(blob));
  }
});

test('names that ssh-keygen hashed are found, whatever their case', async () => {
  const file = written(`Host.Example ${keys.ed25519.line}`, `[h2]:2222 ${keys.ed25519.line}`);
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
  expect(readFileSync(file, 'utf8')).not.toContain('Example');
  const lines = await readKnownHosts(file);
  expect(judge(lines, serverNames('HOST.example', 22), keys.ed25519.blob).kind).toBe('known');
  expect(judge(lines, serverNames('h2', 2222), keys.ed25519.blob).kind).toBe('known');
  expect(judge(lines, serverNames('h2', 22), keys.ed25519.blob).kind).toBe('unknown');
});

test('what is appended is found by ssh-keygen, plain and hashed', async () => {
  const file = join(directory, 'new/known_hosts');
  await appendKnownHost(file, 'plain.example', keys.ed25519.blob, false);
  await appendKnownHost(file, '[Hashed.example]:22022', keys.rsa.blob, true);
  const find = (name: string): string => execFileSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' });
  expect(find('plain.example')).toContain(keys.ed25519.line);
  expect(find('[hashed.example]:22022')).toContain(keys.rsa.line);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, 'new')).mode & 0o777).toBe(0o700);
});

test('a line is appended behind a last one without line end', async () => {
  const file = join(directory, 'unended');
  writeFileSync(file, `a ${keys.rsa.line}`, { mode: 0o644 });
  await appendKnownHost(file, 'b', keys.ed25519.blob, false);
  expect(readFileSync(file, 'utf8')).toBe(`a ${keys.rsa.line}\nb ${keys.ed25519.line}\n`);
});

describe('patterns', () => {
  test.each([
    ['*.example', 'a.example', true],
    ['*.example', 'example', false],
    ['h?.example', 'h1.example', true],
    ['h?.example', 'h12.example', false],
    ['*.example,!bad.example', 'bad.example', false],
    ['!bad.example,*.example', 'good.example', true],
    ['!bad.example', 'good.example', false],
    ['[h]:2222', '[h]:2222', true],
    ['[h]:*', '[h]:2222', true],
    ['h', '[h]:2222', false],
    ['a.b', 'axb', false],
    ['10.0.0.1', '10.0.0.1', true],
    ['h1,h2', 'H2', true],
  ])('%s matches %s: %s', (patterns, server, expected) => {
    expect(matches({ patterns: patterns.split(',') }, server)).toBe(expected);
  });
});

describe('the verdict', () => {
  test('another key of the same type is a changed one, with its place', async () => {
    const other = keys.ed25519.line.slice(0, -6) + 'AAAAAA';
    expect(await verdict(['# comment', '', `h ${other}`], 'h', 22, keys.ed25519.blob)).toMatchObject({
      kind: 'changed',
      by: { line: 3, file: join(directory, 'known_hosts') },
    });
  });

  test('a key of a type not known of a server that is known is a changed one too, as in OpenSSH', async () => {
    expect((await verdict([`h ${keys.rsa.line}`], 'h', 22, keys.ed25519.blob)).kind).toBe('changed');
  });

  test('one right key among several is enough', async () => {
    const lines = [`h ${keys.rsa.line}`, `h ${keys.ed25519.line}`];
    expect((await verdict(lines, 'h', 22, keys.ed25519.blob)).kind).toBe('known');
  });

  test('a key known without the port is known with it, but does not make another one changed', async () => {
    expect((await verdict([`h ${keys.rsa.line}`], 'h', 2222, keys.rsa.blob)).kind).toBe('known');
    expect((await verdict([`h ${keys.rsa.line}`], 'h', 2222, keys.ed25519.blob)).kind).toBe('unknown');
  });

  test('revoked goes before known', async () => {
    const lines = [`h ${keys.rsa.line}`, `@revoked * ${keys.rsa.line}`];
    expect(await verdict(lines, 'h', 22, keys.rsa.blob)).toMatchObject({ kind: 'revoked', by: { line: 2 } });
  });

  test('an authority for the host makes its plain key unknown, and says so', async () => {
    const lines = [`@cert-authority *.example ${keys.rsa.line}`];
    expect(await verdict(lines, 'a.example', 22, keys.ed25519.blob)).toEqual({ kind: 'unknown', byAuthority: true });
    expect(await verdict(lines, 'a.other', 22, keys.ed25519.blob)).toEqual({ kind: 'unknown', byAuthority: false });
    expect(onlyAuthorities(await readKnownHosts(written(...lines)), serverNames('a.example', 22))).toBe(true);
  });

  test('an alias stands for host and port', async () => {
    const lines = await readKnownHosts(written(`cluster ${keys.rsa.line}`));
    expect(judge(lines, serverNames('10.0.0.1', 2222, 'cluster'), keys.rsa.blob).kind).toBe('known');
  });

  test('lines that make no sense are passed over', async () => {
    const lines = ['h', 'h ssh-rsa', '@unknown h ssh-rsa AAAA', '|1|x|y ssh-rsa AAAA', '   # indented'];
    expect((await verdict([...lines, `h ${keys.rsa.line}`], 'h', 22, keys.rsa.blob)).kind).toBe('known');
  });

  test('a file that is missing, or is a directory, knows nobody', async () => {
    mkdirSync(join(directory, 'folder'));
    expect(await readKnownHosts(join(directory, 'missing'))).toEqual([]);
    expect(await readKnownHosts(join(directory, 'folder'))).toEqual([]);
  });
});

test('key types known of a server are told, also those known without its port', async () => {
  const lines = await readKnownHosts(written(`h ${keys.rsa.line}`, `h ${keys.ed25519.line}`, `* ${keys.ecdsa.line}`));
  expect(knownKeyTypes(lines, serverNames('h', 22))).toEqual(['ssh-rsa', 'ssh-ed25519', 'ecdsa-sha2-nistp256']);
  const plain = await readKnownHosts(written(`h ${keys.rsa.line}`));
  expect(knownKeyTypes(plain, serverNames('h', 2222))).toEqual(['ssh-rsa']);
});

describe('a line whose key is none says nothing of the server', () => {
  test.each([
    ['an SSH-1 key', '1024 35 1234567890'],
    ['an Ed25519 key that is cut short', 'ssh-ed25519 AAAAC3NzaC1lZDI1'],
    ['a DSA key that is cut short', 'ssh-dss AAAAB3'],
    ['no base64', 'ssh-rsa %%%%'],
    ['a type from the future', 'ssh-mldsa44 AAAAC3NoLW1sZHNhNDQ='],
    // 512 bits, as appliances of the nineties had.
    [
      'an RSA key too small for OpenSSH',
      'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQDBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHB',
    ],
  ])('%s', async (_what, key) => {
    expect(await verdict([`h ${key}`], 'h', 22, keys.ed25519.blob)).toEqual({ kind: 'unknown', byAuthority: false });
    expect((await verdict([`h ${key}`, `h ${keys.ed25519.line}`], 'h', 22, keys.ed25519.blob)).kind).toBe('known');
    expect(knownKeyTypes(await readKnownHosts(written(`h ${key}`)), serverNames('h', 22))).toEqual([]);
    expect(onlyAuthorities(await readKnownHosts(written(`@cert-authority h ${key}`)), serverNames('h', 22))).toBe(
      false,
    );
  });

  test('a key under the name of another type', async () => {
    const [, blob = ''] = keys.rsa.line.split(' ');
    expect((await verdict([`h ssh-ed25519 ${blob}`], 'h', 22, keys.ed25519.blob)).kind).toBe('unknown');
  });

  test('a key that is cut anywhere', async () => {
    const [type = '', blob = ''] = keys.ecdsa.line.split(' ');
    const bytes = Buffer.from(blob, 'base64');
    for (const length of [0, 3, 4, 10, 23, 27, 40, bytes.length - 1, bytes.length]) {
      const line = `h ${type} ${bytes.subarray(0, length).toString('base64')}`;
      const known = (await verdict([line], 'h', 22, keys.ecdsa.blob)).kind === 'known';
      expect(known).toBe(length === bytes.length);
    }
  });
});

describe('a file in UTF-16, as PowerShell writes it', () => {
  test.each([
    ['little endian', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['big endian', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('%s: is read, and added to in its own encoding', async (_order, encode) => {
    const file = join(directory, 'utf16');
    writeFileSync(file, encode(`h ${keys.rsa.line}\r\n`));
    expect(judge(await readKnownHosts(file), serverNames('h', 22), keys.rsa.blob).kind).toBe('known');
    await appendKnownHost(file, 'h2', keys.ed25519.blob, false);
    expect(readFileSync(file)).toEqual(encode(`h ${keys.rsa.line}\r\nh2 ${keys.ed25519.line}\n`));
    expect(judge(await readKnownHosts(file), serverNames('h2', 22), keys.ed25519.blob).kind).toBe('known');
  });
});
