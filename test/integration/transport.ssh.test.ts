import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { appError } from '../../shared/errors.ts';
import { openTransport, parseUri } from '../../electron/libvirt/transport/index.ts';
import { sharedEchoHost } from './transportEchoHost.ts';
import { me } from './transportSshd.ts';
import { answering, echo, failure, roundTrip, until } from './transportTalk.ts';

const host = await sharedEchoHost();
const { world, server, socket, key, open } = host;

describe('one connection', () => {
  test('carries every stream to the daemon as a channel', async () => {
    const before = server.log().split('Accepted publickey').length;
    const transport = await open(server);
    const streams = await Promise.all(Array.from({ length: 30 }, () => transport.dial()));
    const answers = await Promise.all(streams.map((stream, index) => roundTrip(stream, `lane ${index}`)));
    expect(answers).toEqual(streams.map((_stream, index) => `lane ${index}`));
    expect(server.log().split('Accepted publickey').length - before).toBe(1);
  });

  test('is made with the algorithms that cost least', async () => {
    await open(server);
    const log = server.log();
    expect(log).toContain('kex: algorithm: curve25519-sha256');
    expect(log).toContain('kex: client->server cipher: aes128-gcm@openssh.com');
    expect(log).toContain('kex: server->client cipher: aes128-gcm@openssh.com');
  });

  test('runs one command that does nothing, after which sshd sends small answers at once', async () => {
    const quiet = await world.sshd();
    await world.knows(`${quiet.name} ${quiet.hostKey}`);
    const transport = await open(quiet);
    await Promise.all([transport.dial(), transport.dial(), transport.dial()]);
    await until(() => quiet.log().includes('Close session: user'));
    expect(quiet.log().match(/Starting session: command/g)).toHaveLength(1);
  });

  test('reaches TCP ports and UNIX sockets of the host', async () => {
    const port = await echo(0);
    const address = port.address();
    const transport = await open(server);
    if (address === null || typeof address === 'string') throw new Error('no port');
    const tcp = await transport.forward({ kind: 'tcp', host: '127.0.0.1', port: address.port });
    const unix = await transport.forward({ kind: 'unix', path: socket });
    expect(await roundTrip(tcp, 'picture')).toBe('picture');
    expect(await roundTrip(unix, 'picture')).toBe('picture');
    port.close();
  });

  test('says that nothing listens on a port, in the words of the host', async () => {
    const transport = await open(server);
    const error = await failure(transport.forward({ kind: 'tcp', host: '127.0.0.1', port: 1 }));
    expect(error).toMatchObject({ code: 'forwardRefused', operation: 'ssh.forward', params: { place: '127.0.0.1:1' } });
    expect(error.raw).toMatch(/Connection refused/);
  });

  test('brings megabytes through unharmed, and waits for a reader that is slow', async () => {
    const transport = await open(server);
    const before = host.connections.length;
    const stream = await transport.dial();
    const far = await until(() => host.connections[before]);
    const other = await transport.dial();
    const data = randomBytes(8 * 1024 * 1024);
    stream.end(data);
    await heldBack(far, other); // nobody reads
    expect(stream.readableLength).toBeLessThan(4 * 1024 * 1024);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).equals(data)).toBe(true);
  });

  test('holds a writer back while the other side does not read', async () => {
    const transport = await open(server);
    const stream = await transport.dial();
    const far = await until(() => host.connections.at(-1));
    await roundTrip(stream, 'x');
    far.unpipe();
    far.pause();
    let written = 0;
    while (written < 64 * 1024 * 1024 && stream.write(randomBytes(256 * 1024))) written += 256 * 1024;
    expect(written).toBeLessThan(64 * 1024 * 1024);
    stream.destroy();
  });

  test('ends a stream on the host when it is destroyed here, and leaves the others', async () => {
    const transport = await open(server);
    const [one, other] = [await transport.dial(), await transport.dial()];
    await roundTrip(one, 'one');
    const far = await until(() => host.connections.at(-2));
    one.destroy();
    await until(() => far.destroyed);
    expect(await roundTrip(other, 'other')).toBe('other');
  });

  test('ends a stream here when the host closes it, after what was sent', async () => {
    const transport = await open(server);
    const stream = await transport.dial();
    await roundTrip(stream, 'hello');
    host.connections.at(-1)?.end('bye');
    expect(await textOf(stream)).toBe('bye');
  });

  test('gives a stream up with its caller, and closes it when it comes after all', async () => {
    const slow = await world.sshd();
    await world.knows(`${slow.name} ${slow.hostKey}`);
    const transport = await open(slow);
    await roundTrip(await transport.dial(), 'awake');
    const before = host.connections.length;
    slow.hang();
    const giveUp = new AbortController();
    const dial = failure(transport.dial({ signal: giveUp.signal }));
    giveUp.abort();
    expect(await dial).toMatchObject({ code: 'cancelled' });
    slow.resume();
    const late = await until(() => host.connections[before]);
    await until(() => late.destroyed);
    expect(await roundTrip(await transport.dial(), 'again')).toBe('again');
  });

  test('tells once that it is lost, and every stream ends with that error', async () => {
    const mortal = await world.sshd();
    await world.knows(`${mortal.name} ${mortal.hostKey}`);
    const transport = await open(mortal);
    const streams = await Promise.all([transport.dial(), transport.dial()]);
    const told: string[] = [];
    transport.onLost((reason) => told.push(reason.code));
    const errors = streams.map(async (stream) => {
      stream.resume();
      const [error] = (await once(stream, 'error')) as [unknown];
      return error;
    });
    mortal.kill();
    expect(await Promise.all(errors)).toMatchObject([{ code: 'connectionLost' }, { code: 'connectionLost' }]);
    expect(await failure(transport.dial())).toMatchObject({ code: 'connectionLost' });
    await transport.close();
    expect(told).toEqual(['connectionLost']);
  });

  test('is silent about its end when it was closed by us', async () => {
    const transport = await open(server);
    const stream = await transport.dial();
    const told: string[] = [];
    transport.onLost((reason) => told.push(reason.code));
    await transport.close();
    await until(() => stream.destroyed);
    expect(told).toEqual([]);
    expect(await failure(transport.dial())).toMatchObject({ code: 'cancelled' });
  });
});

/** Waits until the daemon can't send: it has more, and nothing of it leaves while another stream of the connection goes there and back. */
async function heldBack(far: Socket, other: Duplex): Promise<void> {
  await until(async () => {
    const before = far.bytesWritten;
    for (let trip = 0; trip < 5; trip++) await roundTrip(other, 'there and back');
    return far.bytesWritten === before && far.writableNeedDrain;
  });
}

async function textOf(stream: Duplex): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

describe('the way there', () => {
  test('leads over a chain of jump hosts, each with its own key check', async () => {
    const [first, second] = [await world.sshd(), await world.sshd()];
    await world.config(
      [
        `Host first\n HostName 127.0.0.1\n Port ${first.port}\n User ${me}`,
        `Host second\n HostName 127.0.0.1\n Port ${second.port}\n User ${me}`,
        `Host target\n HostName 127.0.0.1\n Port ${server.port}\n User ${me}\n ProxyJump first,second`,
      ].join('\n'),
    );
    const answers = answering();
    const uri = parseUri(`qemu+ssh://target/system?socket=${socket}`);
    const transport = await openTransport(uri, { ask: answers, signal: AbortSignal.timeout(120_000) });
    host.keep(transport);
    expect(await roundTrip(await transport.dial(), 'far')).toBe('far');
    expect(answers.hostKeys.map((question) => question.server)).toEqual([first.name, second.name]);
    expect(first.log()).toContain(`to 127.0.0.1 port ${second.port}`);
    expect(second.log()).toContain(`to 127.0.0.1 port ${server.port}`);
  });

  test('names the jump host that leads no further', async () => {
    const first = await world.sshd({ config: 'AllowTcpForwarding no' });
    await world.config(
      `Host 127.0.0.1\n ProxyJump ${me}@localhost:${first.port}\nHost localhost\n StrictHostKeyChecking no`,
    );
    expect(await failure(open(server))).toMatchObject({
      code: 'jumpHostFailed',
      operation: 'ssh.jump',
      params: { jump: `${me}@localhost:${first.port}` },
      cause: { code: 'forwardRefused' },
    });
  });

  test('ends when a jump host dies', async () => {
    const first = await world.sshd();
    await world.config(
      `Host 127.0.0.1\n ProxyJump ${me}@localhost:${first.port}\nHost localhost\n StrictHostKeyChecking no`,
    );
    const transport = await open(server);
    const lost = new Promise((resolve) => transport.onLost(resolve));
    first.kill();
    expect(await lost).toMatchObject({ code: 'connectionLost' });
  });

  test('may be a command of the user’s, which sees no words of the host as its own', async () => {
    await world.config(`Host 127.0.0.1\n ProxyCommand nc %h %p`);
    const transport = await open(server);
    expect(await roundTrip(await transport.dial(), 'by nc')).toBe('by nc');
  });

  test('says what such a command says when it fails', async () => {
    await world.config(`Host 127.0.0.1\n ProxyCommand sh -c 'echo no route today >&2; exit 3'`);
    expect(await failure(open(server))).toMatchObject({
      code: 'sshCommandFailed',
      operation: 'ssh.proxyCommand',
      raw: 'no route today',
      params: { exit: 3 },
    });
  });

  test.each([
    ['a name that nobody knows', 'qemu+ssh://no-such-host.invalid/system', 'hostNameUnknown'],
    ['a port where nobody listens', 'qemu+ssh://127.0.0.1:1/system', 'connectionRefused'],
  ])('ends at %s', async (_what, text, code) => {
    const opening = openTransport(parseUri(text), { ask: answering(), signal: AbortSignal.timeout(120_000) });
    expect(await failure(opening)).toMatchObject({ code, operation: 'ssh.connect' });
  });

  test('ends at a port where something else answers', async () => {
    const other = await echo(0);
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await world.config('ConnectTimeout 2');
    const opening = openTransport(parseUri(`qemu+ssh://127.0.0.1:${port}/system`), {
      ask: answering(),
      signal: AbortSignal.timeout(120_000),
    });
    expect(await failure(opening)).toMatchObject({ operation: 'ssh.handshake' });
    other.close();
  });

  test('ends at a server that accepts and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await world.config('ConnectTimeout 1');
    const opening = openTransport(parseUri(`qemu+ssh://127.0.0.1:${port}/system`), {
      ask: answering(),
      signal: AbortSignal.timeout(120_000),
    });
    expect(await failure(opening)).toMatchObject({ code: 'connectTimeout', operation: 'ssh.handshake' });
    silent.close();
  });

  test('waits for an answer longer than for a server', async () => {
    await world.knows();
    await world.config('ConnectTimeout 3');
    const answers = answering({ hostKey: () => sleep(3500, true) });
    const transport = await open(server, answers);
    expect(await roundTrip(await transport.dial(), 'patient')).toBe('patient');
  });

  test('is given up when the caller gives up, also while a question is open', async () => {
    await world.knows();
    const giveUp = new AbortController();
    const answers = answering({
      hostKey: () => {
        giveUp.abort(appError('cancelled', 'the window was closed'));
        return new Promise<boolean>(() => undefined);
      },
    });
    const error = await failure(open(server, answers, '', giveUp.signal));
    expect(error).toMatchObject({ code: 'cancelled', message: 'the window was closed' });
  });
});

describe('to the daemon', () => {
  test.each([
    ['AllowStreamLocalForwarding no', 'sshd that forwards no sockets'],
    ['DisableForwarding yes', 'sshd that forwards nothing'],
  ])('nc is the second way, with %s', async (config) => {
    const strict = await world.sshd({ config });
    await world.knows(`${strict.name} ${strict.hostKey}`);
    const transport = await open(strict);
    const streams = [await transport.dial(), await transport.dial()];
    for (const stream of streams) expect(await roundTrip(stream, 'by nc')).toBe('by nc');
    expect(await roundTrip(await transport.forward({ kind: 'unix', path: socket }), 'by nc')).toBe('by nc');
  });

  test('nc is the second way to a port too', async () => {
    const strict = await world.sshd({ config: 'AllowTcpForwarding no' });
    await world.knows(`${strict.name} ${strict.hostKey}`);
    const port = await echo(0);
    const address = port.address();
    const transport = await open(strict);
    const place = {
      kind: 'tcp',
      host: '127.0.0.1',
      port: typeof address === 'object' && address ? address.port : 0,
    } as const;
    expect(await roundTrip(await transport.forward(place), 'by nc')).toBe('by nc');
    port.close();
  });

  test('a missing socket is said in the words of the host', async () => {
    const uri = parseUri(`qemu+ssh://${me}@127.0.0.1:${server.port}/system?socket=/nowhere/sock`);
    const transport = await openTransport(uri, { ask: answering(), signal: AbortSignal.timeout(120_000) });
    host.keep(transport);
    const stream = await transport.dial();
    stream.resume();
    const [error] = (await once(stream, 'error')) as [{ data: unknown }];
    expect(error.data).toMatchObject({ code: 'sshCommandFailed', operation: 'ssh.exec' });
    expect(JSON.stringify(error.data)).toContain('No such file');
  });

  test('a program that the host does not have is a missing helper', async () => {
    const transport = await open(server, answering(), '&netcat=/no/such/nc');
    const stream = await transport.dial();
    stream.resume();
    const [error] = (await once(stream, 'error')) as [{ data: unknown }];
    expect(error.data).toMatchObject({ code: 'helperMissing', params: { exit: 127 } });
  });

  test('a name with quotes and spaces stays one word for the host’s shell', async () => {
    const odd = world.path("it's $HOME; `a` sock");
    const other = await echo(odd);
    const uri = parseUri(
      `qemu+ssh://${me}@127.0.0.1:${server.port}/system?proxy=netcat&socket=${encodeURIComponent(odd)}`,
    );
    const transport = await openTransport(uri, { ask: answering(), signal: AbortSignal.timeout(120_000) });
    host.keep(transport);
    expect(await roundTrip(await transport.dial(), 'odd')).toBe('odd');
    other.close();
  });

  test('more commands than sshd allows are refused in its words, and the others live', async () => {
    const narrow = await world.sshd({ config: 'DisableForwarding yes\nMaxSessions 2' });
    await world.knows(`${narrow.name} ${narrow.hostKey}`);
    const transport = await open(narrow);
    const streams = [await transport.dial(), await transport.dial()];
    expect(await failure(transport.dial())).toMatchObject({ code: 'sshCommandFailed', operation: 'ssh.exec' });
    for (const stream of streams) expect(await roundTrip(stream, 'alive')).toBe('alive');
  });
});

describe('the system’s ssh', () => {
  test('shows a certificate that the library can’t', async () => {
    const authority = await world.key('user_ca');
    const file = await world.key('certified');
    await world.sign(authority, file, ['-n', me]);
    const certified = await world.sshd({ config: `TrustedUserCAKeys ${authority}.pub` });
    await world.knows(`${certified.name} ${certified.hostKey}`);
    const answers = answering();
    const transport = await open(certified, answers, `&keyfile=${file}&known_hosts=${world.knownHosts}`);
    const streams = [await transport.dial(), await transport.dial()];
    for (const stream of streams) expect(await roundTrip(stream, 'certified')).toBe('certified');
    expect(answers.asked).toEqual([]);
    expect(certified.log()).toMatch(/Accepted publickey .* ED25519-CERT /);
    expect(certified.log().split('Accepted publickey').length - 1).toBe(1);
    const told: string[] = [];
    transport.onLost((reason) => told.push(reason.code));
    certified.kill();
    await until(() => told.length > 0);
    expect(told).toEqual(['connectionLost']);
  });

  test('shows a certificate that only the agent has', async () => {
    const authority = await world.key('agent_ca');
    const file = await world.key('certified_in_agent');
    await world.sign(authority, file, ['-n', me]);
    process.env['SSH_AUTH_SOCK'] = await world.agent(file);
    await world.config('IdentityFile none'); // the key at home would be let in without any certificate
    const certified = await world.sshd({ config: `TrustedUserCAKeys ${authority}.pub` });
    await world.knows(`${certified.name} ${certified.hostKey}`);
    const answers = answering();
    const transport = await open(certified, answers, `&known_hosts=${world.knownHosts}`);
    delete process.env['SSH_AUTH_SOCK'];
    expect(await roundTrip(await transport.dial(), 'certified')).toBe('certified');
    expect(answers.asked).toEqual([]);
    expect(certified.log()).toMatch(/Accepted publickey .* ED25519-CERT /);
  });

  test('that fails leaves the questions to us, and its words with the error', async () => {
    const authority = await world.key('useless_ca');
    const file = await world.key('useless_certified');
    await world.sign(authority, file, ['-n', me]);
    const error = await failure(open(server, answering(), `&keyfile=${file}&known_hosts=${world.knownHosts}`));
    expect(error).toMatchObject({ code: 'sshAuthFailed', params: { tried: file }, cause: { operation: 'ssh.system' } });
    expect(error.cause?.raw).toContain('Permission denied');
  });

  test('believes an authority that vouches for the host', async () => {
    const authority = await world.key('host_ca');
    const vouched = await world.vouched(authority);
    await world.knows(`@cert-authority ${vouched.name} ${(await readFile(`${authority}.pub`, 'utf8')).trim()}`);
    const answers = answering();
    const transport = await open(vouched, answers, `&keyfile=${key}&known_hosts=${world.knownHosts}`);
    expect(await roundTrip(await transport.dial(), 'vouched')).toBe('vouched');
    expect(answers.asked).toEqual([]);
    const port = await echo(0);
    const address = port.address();
    const tcp = await transport.forward({
      kind: 'tcp',
      host: '127.0.0.1',
      port: typeof address === 'object' && address ? address.port : 0,
    });
    expect(await roundTrip(tcp, 'port')).toBe('port');
    port.close();
  });
});
