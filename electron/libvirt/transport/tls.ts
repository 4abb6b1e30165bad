/** libvirt's TLS port: both sides show certificates (src/rpc/virnettlscontext.c). */
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { appError, type AppError } from '../../../shared/errors.ts';
import { abortError, throwIfAborted } from './abort.ts';
import { forwardDirect } from './forwardDirect.ts';
import { CONNECT_TIMEOUT_MS, connectTimeout, openSocket, OpenSockets } from './socket.ts';
import { certificateFiles, missingCertificate, readCertificates, type Certificates } from './tlsCertificates.ts';
import { errnoOf } from './socketError.ts';
import { TlsStream } from './tlsStream.ts';
import type { OpenTransportOptions, Transport } from './transport.ts';
import type { ConnectUri } from './uri.ts';

const PORT = 16_514;
/** What a server sends when it accepts our certificate (virNetServerClientSendTLSConfirm); EOF instead is its refusal. */
const ACCEPTED = 0x01;

/** @throws AppError `tlsCertificateMissing` naming the file */
export async function openTls(uri: ConnectUri, { signal, onStep }: OpenTransportOptions): Promise<Transport> {
  throwIfAborted(signal);
  const certificates = await readCertificates(certificateFiles(uri.parameters['pkipath']));
  onStep?.('connect');
  const sockets = new OpenSockets();
  const host = uri.host ?? 'localhost';
  return {
    kind: 'tls',
    dial: (options = {}) => sockets.open([signal, options.signal], (given) => dial(uri, host, certificates, given)),
    forward: (target, options = {}) =>
      sockets.open([options.signal], (given) => forwardDirect(host, target, { signal: given })),
    onLost: () => undefined, // every stream is a socket of its own
    close: async () => sockets.close(),
  };
}

async function dial(
  uri: ConnectUri,
  host: string,
  certificates: Certificates,
  signal: AbortSignal,
): Promise<TlsStream> {
  const port = uri.port ?? PORT;
  const raw = await openSocket({ host, port }, { signal, operation: 'tls.connect' });
  const { ca, crl, pair } = certificates;
  const socket = connect({
    socket: raw,
    ca,
    ...(crl && { crl }),
    ...pair,
    host, // what the server's certificate must name (virNetTLSCertValidate)
    ...(isIP(host) === 0 && { servername: host }),
    rejectUnauthorized: uri.parameters['no_verify'] !== '1',
    minVersion: 'TLSv1.2',
  });
  try {
    await accepted(socket, `${host}:${port}`, signal);
    return new TlsStream(socket, `${host}:${port}`);
  } catch (thrown) {
    socket.on('error', () => undefined);
    socket.destroy();
    if (!pair && isRefusal(thrown)) throw missingCertificate(certificates.files.cert, 'there is no client certificate');
    throw thrown;
  }
}

/** `untrusted`: its certificate. `protocol`: no version or cipher in common. `passing`: the connection broke. */
type TlsFault = 'untrusted' | 'protocol' | 'passing';

/** Results of verifying a certificate, as Node names them (X509_V_ERR_* in node_crypto_common; nodejs.org, "X509 certificate error codes"). */
const verifyFaults =
  /^(?:CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_CERT|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/;

function faultOf(error: Error): TlsFault {
  const code = errnoOf(error) ?? '';
  if (verifyFaults.test(code)) return 'untrusted';
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO' ? 'protocol' : 'passing';
}

const isRefusal = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'tlsRefused';

/**
 * Waits for the handshake and then for the one byte; the socket is left paused behind it. With TLS 1.3 our side of the handshake
 * succeeds before the server has looked at our certificate, so its refusal shows only as an alert or an EOF instead of the byte.
 */
function accepted(socket: TLSSocket, place: string, signal: AbortSignal): Promise<void> {
  throwIfAborted(signal);
  return new Promise((resolve, reject) => {
    let secure = false;
    const settle = (error?: AppError): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      for (const [event, listener] of listeners) socket.off(event, listener);
      if (error) reject(error);
      else resolve();
    };
    const refused = (raw: string, fault: TlsFault = 'passing'): void =>
      settle(
        appError(secure ? 'tlsRefused' : fault === 'untrusted' ? 'tlsUntrusted' : 'tlsFailed', `${place}: ${raw}`, {
          operation: secure ? 'tls.accept' : 'tls.handshake',
          raw,
          params: { place },
          ...(!secure && fault === 'passing' && { retry: true }),
        }),
      );
    const listeners: readonly (readonly [string, (error: Error) => void])[] = [
      ['secureConnect', () => (secure = true)],
      ['error', (error) => refused(error.message, faultOf(error))],
      ['end', () => refused('the server closed the connection')],
      ['close', () => refused('the server closed the connection')],
      [
        'readable',
        () => {
          const byte: Buffer | null = socket.read(1);
          if (byte?.[0] === ACCEPTED) settle();
          else if (byte) refused(`the server sent ${byte[0]} instead of ${ACCEPTED}`);
        },
      ],
    ];
    const abort = (): void => settle(abortError(signal));
    const timer = setTimeout(() => settle(connectTimeout(place, 'tls.handshake')), CONNECT_TIMEOUT_MS);
    for (const [event, listener] of listeners) socket.on(event, listener);
    signal.addEventListener('abort', abort, { once: true });
  });
}
