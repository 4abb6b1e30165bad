/** Who is who over SSH: the key of a server, and how the user proves who they are. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { sharedEchoHost } from './transportEchoHost.ts';
import { me } from './transportSshd.ts';
import { answering, failure, roundTrip } from './transportTalk.ts';

const { world, server, key, open } = await sharedEchoHost();

describe('the key of a server', () => {
  test('that is unknown is shown with its fingerprint, and remembered when accepted', async () => {
    await world.knows();
    const answers = answering();
    await open(server, answers);
    expect(answers.hostKeys).toEqual([
      { server: server.name, keyType: 'ssh-ed25519', fingerprint: server.fingerprint, file: world.knownHosts },
    ]);
    expect(await readFile(world.knownHosts, 'utf8')).toBe(`${server.name} ${server.hostKey}\n`);
    const second = answering();
    await open(server, second);
    expect(second.asked).toEqual([]);
  });

  test('that is unknown gets a new known_hosts, for the user alone', async () => {
    const file = world.path('fresh/dir/known_hosts');
    await open(server, answering(), `&known_hosts=${file}`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(world.path('fresh/dir'))).mode & 0o777).toBe(0o700);
  });

  test('that the user does not accept is not trusted and not remembered', async () => {
    await world.knows();
    const refusing = answering({ hostKey: () => Promise.resolve(false) });
    expect(await failure(open(server, refusing))).toMatchObject({ code: 'hostKeyRejected', operation: 'ssh.hostKey' });
    expect(await readFile(world.knownHosts, 'utf8')).toBe('');
  });

  test('that has changed is refused, naming both fingerprints, file and line', async () => {
    const other = await world.sshd();
    await world.knows('# a comment', `${server.name} ${other.hostKey}`);
    const answers = answering();
    expect(await failure(open(server, answers))).toMatchObject({
      code: 'hostKeyChanged',
      operation: 'ssh.hostKey',
      params: {
        server: server.name,
        expected: other.fingerprint,
        actual: server.fingerprint,
        file: world.knownHosts,
        line: 2,
      },
    });
    expect(answers.asked).toEqual([]);
  });

  test('that is revoked is refused', async () => {
    await world.knows(`${server.name} ${server.hostKey}`, `@revoked * ${server.hostKey}`);
    expect(await failure(open(server))).toMatchObject({ code: 'hostKeyRevoked', params: { line: 2 } });
  });

  test('is asked for in the type that is known, not in the one that the server likes best', async () => {
    const two = await world.sshd({ hostKeyTypes: ['rsa', 'ed25519'] });
    await world.knows(`${two.name} ${two.hostKey}`);
    const answers = answering();
    await open(two, answers);
    expect(two.hostKey).toMatch(/^ssh-rsa /);
    expect(answers.asked).toEqual([]);
  });

  test.each([
    ['StrictHostKeyChecking yes', 'hostKeyRejected', ''],
    ['StrictHostKeyChecking accept-new', undefined, 'remembered'],
  ])('that is unknown: %s', async (config, code, remembered) => {
    await world.knows();
    await world.config(config);
    const answers = answering();
    const result = await open(server, answers).then(
      () => undefined,
      (thrown: { code: string }) => thrown.code,
    );
    expect(result).toBe(code);
    expect(answers.asked).toEqual([]);
    expect((await readFile(world.knownHosts, 'utf8')) === '' ? '' : 'remembered').toBe(remembered);
  });

  test('is written under a hashed name where HashKnownHosts says so', async () => {
    await world.knows();
    await world.config('HashKnownHosts yes');
    await open(server);
    expect(await readFile(world.knownHosts, 'utf8')).toMatch(/^\|1\|/);
    const second = answering();
    await open(server, second);
    expect(second.asked).toEqual([]);
  });

  test('is not looked at with no_verify=1', async () => {
    const other = await world.sshd();
    await world.knows(`${server.name} ${other.hostKey}`);
    const answers = answering();
    await open(server, answers, '&no_verify=1');
    expect(answers.asked).toEqual([]);
  });

  test('that is unknown fails with no_tty=1, because nobody can be asked', async () => {
    await world.knows();
    const answers = answering();
    expect(await failure(open(server, answers, '&no_tty=1'))).toMatchObject({ code: 'hostKeyRejected' });
    expect(answers.asked).toEqual([]);
  });
});

describe('proving who we are', () => {
  test.each(['ecdsa', 'rsa'])('works with an %s key named by keyfile=', async (type) => {
    const file = await world.key(`named_${type}`, type);
    await world.authorize(key, file);
    const answers = answering();
    const transport = await open(server, answers, `&keyfile=${file}`);
    expect(await roundTrip(await transport.dial(), 'in')).toBe('in');
    await world.authorize(key);
  });

  test('asks for the passphrase of an encrypted key until it is right', async () => {
    const file = await world.key('encrypted', 'ed25519', 'open sesame');
    await world.authorize(file);
    const tries = ['wrong', 'open sesame'];
    const questions: unknown[] = [];
    const answers = answering({
      passphrase: (question) => {
        questions.push(question);
        return Promise.resolve(tries.shift() ?? '');
      },
    });
    await open(server, answers, `&keyfile=${file}`);
    expect(questions).toEqual([
      { keyFile: file, attempt: 1 },
      { keyFile: file, attempt: 2 },
    ]);
    await world.authorize(key);
  });

  test('gives an encrypted key up after three wrong passphrases', async () => {
    const file = await world.key('forgotten', 'ed25519', 'open sesame');
    await world.authorize(file);
    const answers = answering({ passphrase: () => Promise.resolve('wrong') });
    expect(await failure(open(server, answers, `&keyfile=${file}`))).toMatchObject({
      code: 'sshKeyUnreadable',
      params: { file },
    });
    expect(answers.asked).toEqual(['passphrase', 'passphrase', 'passphrase']);
    await world.authorize(key);
  });

  test('does not ask for the passphrase of a key that the server would not take', async () => {
    const file = await world.key('useless', 'ed25519', 'open sesame');
    const answers = answering();
    expect(await failure(open(server, answers, `&keyfile=${file}`))).toMatchObject({
      code: 'sshAuthFailed',
      operation: 'ssh.auth',
      params: { user: me, tried: file, offered: 'publickey' },
    });
    expect(answers.asked).toEqual([]);
  });

  test('names a key file that can’t be read', async () => {
    const file = world.path('nonsense');
    await writeFile(file, 'this is no key');
    expect(await failure(open(server, answering(), `&keyfile=${file}`))).toMatchObject({
      code: 'sshKeyUnreadable',
      params: { file },
    });
  });

  test('works with a key that only the agent has', async () => {
    const file = await world.key('in_agent');
    await world.authorize(file);
    await world.config(`IdentityFile none\nIdentityAgent ${await world.agent(file)}`);
    const transport = await open(server);
    expect(await roundTrip(await transport.dial(), 'in')).toBe('in');
    await world.authorize(key);
  });

  test('goes on with the next way where the agent does not answer', async () => {
    await world.config(`IdentityAgent ${world.path('no-such-agent')}`);
    const transport = await open(server);
    expect(await roundTrip(await transport.dial(), 'in')).toBe('in');
  });

  test('uses only the named keys of the agent with IdentitiesOnly', async () => {
    const file = await world.key('only_in_agent');
    await world.authorize(file);
    const agent = await world.agent(file);
    await world.config(`IdentityFile ${key}\nIdentitiesOnly yes\nIdentityAgent ${agent}`);
    expect(await failure(open(server))).toMatchObject({ code: 'sshAuthFailed', params: { tried: key } });
    await world.config(`IdentityFile ${file}\nIdentitiesOnly yes\nIdentityAgent ${agent}`);
    await open(server);
    await world.authorize(key);
  });
});
