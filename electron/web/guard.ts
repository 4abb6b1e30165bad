/**
 * Refuses what another page could make a browser send here: requests under a foreign name (DNS rebinding) and requests of a
 * foreign origin.
 *
 * Host: a name that only leads here by an attacker's DNS is never `localhost`, never the address the connection was made to, and
 * never in our certificate. The port is not compared: behind `ssh -L` it is another one. Origin: must be this very scheme and Host.
 */
import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

export interface GuardOptions {
  /** The server's certificate where it speaks TLS. */
  readonly certificate?: X509Certificate;
}

/** Why a request is refused; undefined when it may pass. */
export function refusal(request: IncomingMessage, { certificate }: GuardOptions): string | undefined {
  const { host, origin } = request.headers;
  if (host === undefined || !isOurName(host, request, certificate)) return 'the Host header names another server';
  const own = `${certificate ? 'https' : 'http'}://${host}`;
  if (origin !== undefined && origin.toLowerCase() !== own.toLowerCase())
    return 'the request comes from another origin';
  if (origin === undefined && needsOrigin(request)) return 'the request names no origin';
  return undefined;
}

/** Browsers name the origin of everything but reading. */
function needsOrigin({ method, headers }: IncomingMessage): boolean {
  return (method !== 'GET' && method !== 'HEAD') || headers.upgrade !== undefined;
}

function isOurName(host: string, request: IncomingMessage, certificate: X509Certificate | undefined): boolean {
  const name = hostName(host);
  if (name === undefined) return false;
  if (isIP(name)) return name === '127.0.0.1' || name === '::1' || sameAddress(name, request.socket.localAddress);
  return name === 'localhost' || certificate?.checkHost(name) !== undefined;
}

function sameAddress(name: string, local: string | undefined): boolean {
  return local !== undefined && name === local.replace(/^::ffff:(?=\d+\.)/, '');
}

/** The name or address of a Host header, without port and brackets, in lower case. */
function hostName(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host);
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}
