/** libvirt's TLS port: both sides show certificates (src/rpc/virnettlscontext.c, virnettlsconfig.c). */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { appError, toAppError, type AppError } from '../../../shared/errors.ts';
import { forwardDirect } from './forwardDirect.ts';
import { openSocket, OpenSockets } from './socket.ts';
import type { OpenTransportOptions, Transport } from './transport.ts';
import type { ConnectUri } from './uri.ts';

const PORT = 16_514;
/** What a server sends when it accepts our certificate (virNetServerClientSendTLSConfirm); EOF instead is its refusal. */
const ACCEPTED = 0x01;

interface Certificates {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

export async function openTls(uri: ConnectUri, { signal, onStep }: OpenTransportOptions): Promise<Transport> {
  const certificates = await readCertificates(certificateFiles(uri.parameters['pkipath']));
  onStep?.('connect');
  const sockets = new OpenSockets();
  const host = uri.host ?? 'localhost';
  return {
    kind: 'tls',
    dial: async (options = {}) => sockets.add(await dial(uri, host, certificates, options.signal ?? signal)),
    forward: async (target, options) => sockets.add(await forwardDirect(host, target, options)),
    onLost: () => undefined, // every stream is a socket of its own
    close: async () => sockets.close(),
  };
}

type Names = 'ca' | 'cert' | 'key';
const names = { ca: 'cacert.pem', cert: 'clientcert.pem', key: 'clientkey.pem' } as const;
const system = {
  ca: '/etc/pki/CA/cacert.pem',
  cert: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
} as const;

/** `pkipath` has all three; else the user's directory, where CA and the pair of certificate and key each fall back to the system's. */
export function certificateFiles(
  pkipath: string | undefined,
  { home = homedir(), root = process.getuid?.() === 0, exists = existsSync } = {},
): Readonly<Record<Names, string>> {
  const inside = (directory: string): Record<Names, string> => ({
    ca: join(directory, names.ca),
    cert: join(directory, names.cert),
    key: join(directory, names.key),
  });
  if (pkipath !== undefined && pkipath !== '') return inside(pkipath);
  if (root) return system;
  const own = inside(join(home, '.pki/libvirt'));
  const pair = exists(own.cert) && exists(own.key) ? own : system;
  return { ca: exists(own.ca) ? own.ca : system.ca, cert: pair.cert, key: pair.key };
}

async function readCertificates(files: Readonly<Record<Names, string>>): Promise<Certificates> {
  const read = async (file: string): Promise<Buffer> => {
    try {
      return await readFile(file);
    } catch (thrown) {
      throw appError('tlsCertificateMissing', `${file} can't be read`, {
        operation: 'tls.certificates',
        object: { kind: 'file', name: file },
        params: { file },
        raw: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  };
  const [ca, cert, key] = await Promise.all([read(files.ca), read(files.cert), read(files.key)]);
  return { ca, cert, key };
}

async function dial(
  uri: ConnectUri,
  host: string,
  certificates: Certificates,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const port = uri.port ?? PORT;
  const raw = await openSocket({ host, port }, { signal, operation: 'tls.connect' });
  const unverified = uri.parameters['no_verify'] === '1';
  const socket = connect({
    socket: raw,
    ...certificates,
    host,
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    rejectUnauthorized: !unverified,
    minVersion: 'TLSv1.2',
  });
  try {
    await accepted(socket, `${host}:${port}`, signal);
    return socket;
  } catch (thrown) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw thrown;
  }
}

/** Waits for the handshake and then for the one byte; the socket is left paused behind it. */
function accepted(socket: TLSSocket, place: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let secure = false;
    const settle = (error?: AppError): void => {
      signal.removeEventListener('abort', abort);
      socket.off('error', failed);
      socket.off('end', ended);
      socket.off('close', ended);
      socket.off('readable', read);
      if (error) reject(error);
      else resolve();
    };
    const abort = (): void => settle(toAppError(signal.reason));
    const failed = (error: Error): void =>
      settle(
        appError(secure ? 'tlsRefused' : 'tlsFailed', `${place}: ${error.message}`, {
          operation: 'tls.handshake',
          raw: error.message,
          params: { place },
        }),
      );
    const ended = (): void =>
      settle(
        appError('tlsRefused', `${place} refused our certificate`, { operation: 'tls.accept', params: { place } }),
      );
    const read = (): void => {
      const byte: Buffer | null = socket.read(1);
      if (byte === null) return;
      if (byte[0] === ACCEPTED) settle();
      else ended();
    };
    socket.once('secureConnect', () => (secure = true));
    socket.on('error', failed);
    socket.on('end', ended);
    socket.on('close', ended);
    socket.on('readable', read);
    signal.addEventListener('abort', abort, { once: true });
  });
}
