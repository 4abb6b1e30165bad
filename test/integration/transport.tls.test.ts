import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, unlink, writeFile } from 'node:fs/promises';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTransport, parseUri } from '../../electron/libvirt/transport/index.ts';
import { answering, echo, failure, roundTrip, until } from './transportTalk.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

const run = promisify(execFile);
let directory: string;
const servers: Server[] = [];

beforeAll(async () => {
  directory = temporaryFolder('vdt-tls-', '/tmp');
  await authority('ca');
  await certificate('ca', 'server', 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth');
  await certificate('ca', 'stranger', 'subjectAltName=DNS:elsewhere.example\nextendedKeyUsage=serverAuth');
  await certificate('ca', 'client', 'extendedKeyUsage=clientAuth');
  await authority('other');
  await certificate('other', 'foreign', 'extendedKeyUsage=clientAuth');
  await pki('good', 'ca', 'client');
  await pki('foreign', 'ca', 'foreign');
  await pki('misled', 'other', 'client');
});

afterAll(async () => {
  for (const server of servers) server.close();
  await rm(directory, { recursive: true });
});

const at = (name: string): string => join(directory, name);

async function authority(name: string): Promise<void> {
  await openssl(
    'req',
    '-x509',
    '-nodes',
    ...newKey,
    '-keyout',
    at(`${name}.key`),
    '-subj',
    `/CN=${name}`,
    '-days',
    '2',
    '-out',
    at(`${name}.pem`),
  );
}

async function certificate(by: string, name: string, extensions: string): Promise<void> {
  await writeFile(at(`${name}.ext`), extensions);
  await openssl(
    'req',
    '-nodes',
    ...newKey,
    '-keyout',
    at(`${name}.key`),
    '-subj',
    `/CN=${name}`,
    '-out',
    at(`${name}.csr`),
  );
  const issuer = ['-CA', at(`${by}.pem`), '-CAkey', at(`${by}.key`), '-CAcreateserial'];
  await openssl(
    'x509',
    '-req',
    '-in',
    at(`${name}.csr`),
    ...issuer,
    '-days',
    '2',
    '-extfile',
    at(`${name}.ext`),
    '-out',
    at(`${name}.pem`),
  );
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
const openssl = (...words: string[]) => run('openssl', words);

/** A directory as pkipath has it. */
async function pki(name: string, ca: string, client: string): Promise<void> {
  await mkdir(at(name));
  const copies = { 'cacert.pem': `${ca}.pem`, 'clientcert.pem': `${client}.pem`, 'clientkey.pem': `${client}.key` };
  for (const [to, from] of Object.entries(copies)) await writeFile(join(at(name), to), await readFile(at(from)));
}

/** A server that greets like libvirtd: one byte 0x01 to those whose certificate it accepts, then it gives back what it gets. */
async function listen(certificateName: string, greet = greeting): Promise<number> {
  const server = createServer(
    {
      cert: await readFile(at(`${certificateName}.pem`)),
      key: await readFile(at(`${certificateName}.key`)),
      ca: await readFile(at('ca.pem')),
      requestCert: true,
      rejectUnauthorized: false,
    },
    (socket) => {
      socket.on('error', () => undefined);
      greet(socket);
    },
  );
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function greeting(socket: TLSSocket): void {
  if (!socket.authorized) {
    socket.end(); // so libvirtd refuses: the connection just ends
    return;
  }
  socket.write(Buffer.from([0x01]));
  socket.pipe(socket);
}

const open = (port: number, parameters: string, host = 'localhost') =>
  openTransport(parseUri(`qemu://${host}:${port}/system?${parameters}`), {
    ask: answering(),
    signal: AbortSignal.timeout(120_000),
  });

describe('a TLS server', () => {
  test.each(['localhost', '127.0.0.1'])(
    'named %s that accepts our certificate gives a stream behind its one byte',
    async (host) => {
      const transport = await open(await listen('server'), `pkipath=${at('good')}`, host);
      const stream = await transport.dial();
      expect(await roundTrip(stream, 'frame')).toBe('frame');
      await transport.close();
      expect(stream.destroyed).toBe(true);
    },
  );

  test('that sends more with its byte loses nothing of it', async () => {
    const port = await listen('server', (socket) => socket.write(Buffer.from([0x01, 0x41, 0x42])));
    const transport = await open(port, `pkipath=${at('good')}`);
    const stream = await transport.dial();
    const [chunk] = (await once(stream, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('AB');
    await transport.close();
  });

  test('gets every write in a record of its own, because libvirtd overlooks a second message in one', async () => {
    const records: string[] = [];
    const port = await listen('server', (socket) => {
      socket.write(Buffer.from([0x01]));
      socket.on('data', (record: Buffer) => records.push(record.toString()));
    });
    const transport = await open(port, `pkipath=${at('good')}`);
    const stream = await transport.dial();
    stream.cork();
    for (const frame of ['one', 'two', 'three']) stream.write(frame);
    stream.uncork();
    await until(() => records.join('') === 'onetwothree');
    expect(records).toEqual(['one', 'two', 'three']);
    await transport.close();
  });

  test('that refuses our certificate is not waited for', async () => {
    const transport = await open(await listen('server'), `pkipath=${at('foreign')}`);
    expect(await failure(transport.dial())).toMatchObject({ code: 'tlsRefused', operation: 'tls.accept' });
  });

  test('that sends something else instead of the byte is refused by us', async () => {
    const transport = await open(await listen('server', (socket) => socket.write('hello')), `pkipath=${at('good')}`);
    expect(await failure(transport.dial())).toMatchObject({ code: 'tlsRefused' });
  });

  test('with a name that is not its own fails, in OpenSSL’s words', async () => {
    const transport = await open(await listen('stranger'), `pkipath=${at('good')}`);
    const error = await failure(transport.dial());
    expect(error).toMatchObject({ code: 'tlsUntrusted', operation: 'tls.handshake' });
    expect(error.raw).toContain('elsewhere.example');
  });

  test('of an unknown authority fails', async () => {
    const transport = await open(await listen('server'), `pkipath=${at('misled')}`);
    expect(await failure(transport.dial())).toMatchObject({ code: 'tlsUntrusted', operation: 'tls.handshake' });
  });

  test('is believed anyway with no_verify=1', async () => {
    const transport = await open(await listen('stranger'), `pkipath=${at('good')}&no_verify=1`);
    expect(await roundTrip(await transport.dial(), 'frame')).toBe('frame');
    await transport.close();
  });

  test('that does not answer is given up when the caller gives up', async () => {
    const silent = createTcpServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const transport = await open((silent.address() as AddressInfo).port, `pkipath=${at('good')}`);
    const giveUp = new AbortController();
    setTimeout(() => giveUp.abort(), 100);
    expect(await failure(transport.dial({ signal: giveUp.signal }))).toMatchObject({ code: 'cancelled' });
    silent.close();
  });

  test('that is not there is said to refuse', async () => {
    const transport = await open(1, `pkipath=${at('good')}`);
    expect(await failure(transport.dial())).toMatchObject({ code: 'connectionRefused', operation: 'tls.connect' });
  });
});

test('a certificate that is missing is named', async () => {
  await pki('partial', 'ca', 'client');
  await unlink(join(at('partial'), 'clientkey.pem'));
  expect(await failure(open(1, `pkipath=${at('partial')}`))).toMatchObject({
    code: 'tlsCertificateMissing',
    params: { file: join(at('partial'), 'clientkey.pem') },
  });
});

describe('a graphics console of a host without SSH', () => {
  test.each(['0.0.0.0', '::', '127.0.0.1', ''])(
    'that listens on "%s" is reached at the name of the host',
    async (address) => {
      const console = await echo(0);
      const { port } = console.address() as AddressInfo;
      const transport = await open(1, `pkipath=${at('good')}`, '127.0.0.1');
      const stream = await transport.forward({ kind: 'tcp', host: address, port });
      expect(await roundTrip(stream, 'picture')).toBe('picture');
      await transport.close();
      console.close();
    },
  );

  test('that listens on a UNIX socket can’t be reached', async () => {
    const transport = await open(1, `pkipath=${at('good')}`);
    expect(await failure(transport.forward({ kind: 'unix', path: '/run/vnc' }))).toMatchObject({
      code: 'notSupported',
    });
  });
});
