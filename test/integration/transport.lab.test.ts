/** The ways to real hosts: their libvirtd, their sshd with its accounts, their certificates. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConnection, openTransport, parseUri, procedures } from '../../electron/libvirt/index.ts';
import { appError } from '../../shared/errors.ts';
import { startLab, type Lab, type LabHost } from '../lab/lab.ts';
import { SshWorld } from './transportSshd.ts';
import { answering, failure, type Answers } from './transportTalk.ts';

let world: SshWorld;
let lab: Lab;
let host: LabHost;
/** How a transport and its stream to a host of their own end, whose cable is pulled: it takes a while, so it is begun first and looked at last. */
let pulled: Promise<readonly unknown[]>;

beforeAll(async () => {
  world = await SshWorld.open();
  lab = await startLab({ hosts: 3 });
  host = lab.host('h1');
  await writeFile(world.knownHosts, await lab.knownHosts());
  ({ ends: pulled } = await pullCable(lab.host('h3')));
}, 120_000);

afterAll(async () => {
  await lab.down();
  await world[Symbol.asyncDispose]();
});

/** Connects, and pulls the cable; what then comes. */
async function pullCable(mortal: LabHost): Promise<{ readonly ends: typeof pulled }> {
  const signal = AbortSignal.timeout(120_000);
  const uri = parseUri(ssh('root', `keyfile=${lab.key}`, '/system', mortal.sshPort));
  const transport = await openTransport(uri, { ask: answering(), signal });
  const stream = await transport.dial({ signal });
  const lost = new Promise((resolve) => transport.onLost(resolve));
  const ended = new Promise((resolve) => stream.once('error', resolve));
  await mortal.cut();
  return { ends: Promise.all([lost, ended]) };
}

/** Opens, asks libvirtd for its host's name, and closes. */
async function hostname(text: string, answers: Answers = answering(), readOnly = false): Promise<string> {
  const signal = AbortSignal.timeout(120_000);
  const uri = parseUri(text);
  const transport = await openTransport(uri, { ask: answers, signal });
  try {
    const stream = await transport.dial({ readOnly, signal });
    const connection = await openConnection({ stream, name: uri.connectName, readOnly, askSasl: answers.sasl, signal });
    const { hostname: name } = await connection.call(procedures.connectGetHostname, {});
    await connection.close();
    return name;
  } finally {
    await transport.close();
  }
}

const ssh = (user: string, parameters = '', path = '/system', port = host.sshPort): string =>
  `qemu+ssh://${user}@127.0.0.1:${port}${path}?${parameters}`;

describe('libvirtd answers', () => {
  test.each(['unix', 'tcp'] as const)('over %s', async (kind) => {
    expect(await hostname(host.uri(kind))).toBe('h1');
  });

  test('over TLS, with the certificates of pkipath', async () => {
    expect(await hostname(`qemu+tls://localhost:${host.tlsPort}/system?pkipath=${await pkipath()}`)).toBe('h1');
  });

  test('over SSH by a key, straight to the socket', async () => {
    expect(await hostname(ssh('root', `keyfile=${lab.key}`))).toBe('h1');
  });

  test.each(['native', 'netcat'])('over SSH through the command of proxy=%s', async (proxy) => {
    expect(await hostname(ssh('root', `keyfile=${lab.key}&proxy=${proxy}`))).toBe('h1');
  });

  test.each(['auto', 'native', 'netcat'])('for reading only, with proxy=%s', async (proxy) => {
    expect(await hostname(ssh('alice', `keyfile=${lab.key}&proxy=${proxy}`), answering(), true)).toBe('h1');
  });

  test('in the session of a user, whose socket only the helper finds', async () => {
    expect(await hostname(ssh('bob', '', '/session'), keyboard())).toBe('h1');
  });

  test('where the system’s libvirtd is closed to a user, the host says so', async () => {
    const error = await failure(hostname(ssh('bob'), keyboard()));
    expect(error.code).toBe('sshCommandFailed');
    expect(error.raw).toMatch(/Permission denied/);
  });
});

/** Answers bob's prompts. */
function keyboard(answer = 'lab-bob'): Answers {
  return answering({ keyboardInteractive: ({ prompts }) => Promise.resolve(prompts.map(() => answer)) });
}

async function pkipath(): Promise<string> {
  const directory = join(world.directory, 'pki');
  await mkdir(directory, { recursive: true });
  await copyFile(lab.pki.ca, join(directory, 'cacert.pem'));
  await copyFile(lab.pki.clientCertificate, join(directory, 'clientcert.pem'));
  await copyFile(lab.pki.clientKey, join(directory, 'clientkey.pem'));
  return directory;
}

describe('passwords', () => {
  test.concurrent('are asked for until they are right', async () => {
    const questions: unknown[] = [];
    const answers = answering({
      password: (question) => {
        questions.push(question);
        return Promise.resolve(question.attempt === 1 ? 'wrong' : 'lab-alice');
      },
    });
    expect(await hostname(ssh('alice'), answers)).toBe('h1');
    const server = `[127.0.0.1]:${host.sshPort}`;
    expect(questions).toEqual([
      { user: 'alice', server, attempt: 1 },
      { user: 'alice', server, attempt: 2 },
    ]);
  });

  test.concurrent('are asked for three times at most, and the error lists what was tried', async () => {
    const answers = answering({ password: () => Promise.resolve('wrong') });
    const error = await failure(hostname(ssh('alice'), answers));
    expect(error).toMatchObject({
      code: 'sshAuthFailed',
      operation: 'ssh.auth',
      params: { user: 'alice', tried: 'password' },
    });
    expect(error.params?.['offered']).toContain('password');
    expect(answers.asked).toEqual(['password', 'password', 'password']);
  });

  test.concurrent('that the user does not want to give end the attempt', async () => {
    const answers = answering({ password: () => Promise.reject(appError('cancelled', 'no')) });
    expect(await failure(hostname(ssh('alice'), answers))).toMatchObject({ code: 'cancelled' });
  });

  test.concurrent('are not asked for with no_tty=1', async () => {
    const answers = answering();
    expect(await failure(hostname(ssh('alice', 'no_tty=1'), answers))).toMatchObject({ code: 'sshAuthFailed' });
    expect(answers.asked).toEqual([]);
  });

  test('do not go to a server whose changed key is let through by no_verify=1', async () => {
    const right = await readFile(world.knownHosts, 'utf8');
    const other = await lab.host('h2').hostKey();
    await writeFile(world.knownHosts, `[127.0.0.1]:${host.sshPort} ${other}\n`);
    const answers = answering();
    expect(await failure(hostname(ssh('alice', 'no_verify=1'), answers))).toMatchObject({ code: 'sshAuthFailed' });
    expect(answers.asked).toEqual([]);
    await writeFile(world.knownHosts, right);
  });
});

describe('keyboard-interactive', () => {
  test.concurrent('shows the prompts of the server', async () => {
    const questions: unknown[] = [];
    const answers = answering({
      keyboardInteractive: (question) => {
        questions.push(question);
        return Promise.resolve(['lab-bob']);
      },
    });
    await hostname(ssh('bob', '', '/session'), answers);
    expect(questions).toMatchObject([
      { server: `[127.0.0.1]:${host.sshPort}`, user: 'bob', prompts: [{ text: 'Password: ', echo: false }] },
    ]);
  });

  test.concurrent('is tried three times at most', async () => {
    const answers = keyboard('wrong');
    expect(await failure(hostname(ssh('bob'), answers))).toMatchObject({
      code: 'sshAuthFailed',
      params: { tried: 'keyboard-interactive', offered: 'keyboard-interactive' },
    });
    expect(answers.asked).toHaveLength(3);
  });

  test.concurrent('ends when the user does not want to answer', async () => {
    const answers = answering({ keyboardInteractive: () => Promise.reject(appError('cancelled', 'no')) });
    expect(await failure(hostname(ssh('bob'), answers))).toMatchObject({ code: 'cancelled' });
    expect(answers.asked).toEqual(['keyboardInteractive']);
  });

  test('is a second part after a key where the server wants both', async () => {
    await using _ = await aliceNeeds('publickey,keyboard-interactive');
    const answers = keyboard('lab-alice');
    expect(await hostname(ssh('alice', `keyfile=${lab.key}`), answers)).toBe('h1');
    expect(answers.asked).toEqual(['keyboardInteractive']);
  });

  test('is a first part before the key where the server wants that', async () => {
    await using _ = await aliceNeeds('keyboard-interactive,publickey');
    const answers = keyboard('lab-alice');
    expect(await hostname(ssh('alice', `keyfile=${lab.key}`), answers)).toBe('h1');
    expect(answers.asked).toEqual(['keyboardInteractive']);
  });

  test('asks once for each module of PAM, and not for the round without prompts by which sshd ends', async () => {
    await using _needs = await aliceNeeds('publickey,keyboard-interactive');
    await using _pam = await codesBesidePasswords('alice', '654321');
    const texts: string[] = [];
    const replies = ['lab-alice', '654321'];
    const answers = answering({
      keyboardInteractive: ({ prompts }) => {
        texts.push(...prompts.map(({ text }) => text));
        return Promise.resolve(prompts.map(() => replies.shift() ?? ''));
      },
    });
    expect(await hostname(ssh('alice', `keyfile=${lab.key}`), answers)).toBe('h1');
    expect(texts).toEqual(['Password: ', 'Take your token.\nPassword: ']);
    expect(replies).toEqual([]);
  });
});

/** Has the host's sshd let alice in by these methods alone, until disposed. */
async function aliceNeeds(methods: string): Promise<AsyncDisposable> {
  const former = await readFile(host.sshdConfig, 'utf8');
  const match = `Match User alice\n  AuthenticationMethods ${methods}\nMatch User bob`;
  const configure = async (text: string): Promise<void> => {
    await writeFile(host.sshdConfig, text);
    await host.restartSshd();
  };
  await configure(former.replace(/^Match User bob$/m, match));
  return { [Symbol.asyncDispose]: () => configure(former) };
}

/** Has the host's PAM ask for a password and then, by another module, for a code; until disposed. */
async function codesBesidePasswords(user: string, code: string): Promise<AsyncDisposable> {
  const modules = [
    'auth requisite pam_unix.so',
    'auth optional pam_echo.so Take your token.',
    'auth requisite pam_userdb.so db=/run/codes crypt=none',
    'account required pam_permit.so',
    'session required pam_permit.so',
  ].join('\n');
  await host.exec(['sh', '-c', 'cat >/run/pam-sshd && mount --bind /run/pam-sshd /etc/pam.d/sshd'], {
    input: `${modules}\n`,
  });
  await host.exec(['db_load', '-T', '-t', 'hash', '/run/codes.db'], { input: `${user}\n${code}\n` });
  return { [Symbol.asyncDispose]: async () => void (await host.exec(['umount', '/etc/pam.d/sshd'])) };
}

test('a host behind a jump host is reached over an account that may do nothing else', async () => {
  const second = lab.host('h2');
  await world.config(
    [
      `Host behind\n HostName ${second.address}\n User root\n IdentityFile ${lab.key}\n ProxyJump over`,
      `Host over\n HostName 127.0.0.1\n Port ${host.sshPort}\n User jump\n IdentityFile ${lab.key}`,
    ].join('\n'),
  );
  const answers = answering();
  expect(await hostname('qemu+ssh://behind/system', answers)).toBe('h2');
  expect(answers.hostKeys.map(({ server }) => server)).toEqual([second.address]);
  await world.config('');
});

test('a host whose cable is pulled is given up, and its streams end', async () => {
  expect(await pulled).toMatchObject([{ code: 'connectionLost' }, { code: 'connectionLost' }]);
}, 180_000);

test('a host with new keys is refused, naming both fingerprints and the line', async () => {
  await host.changeHostKey();
  const error = await failure(hostname(ssh('root', `keyfile=${lab.key}`)));
  expect(error).toMatchObject({ code: 'hostKeyChanged', params: { file: world.knownHosts, line: 1 } });
  expect(error.params?.['expected']).not.toBe(error.params?.['actual']);
});
