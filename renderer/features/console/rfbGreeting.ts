/**
 * The first bytes of an RFB server, read on their way through: which kinds of security it offers, or why it refuses (RFC 6143, 7.1).
 * noVNC ends the connection over what it doesn't speak and doesn't say over what.
 */
import { appError, type AppError } from '../../../shared/errors.ts';

const VERSION_BYTES = 12;

/** Numbers of security types (IANA, "RFB Security Types") that lead somewhere. */
const spoken: ReadonlySet<number> = new Set([1, 2, 6, 16, 22, 30, 113, 129]);
const wishes: Readonly<Record<number, string>> = { 18: 'TLS', 19: 'TLS (VeNCrypt)', 20: 'SASL' };

/** A reason longer than this is none. */
const REASON_MAX = 1000;

export class RfbGreeting {
  #bytes: Uint8Array = new Uint8Array();
  #done = false;

  /** @returns why it can't go on, as soon as that is known */
  push(bytes: Uint8Array): AppError | undefined {
    if (this.#done) return undefined;
    const joined = new Uint8Array(this.#bytes.length + bytes.length);
    joined.set(this.#bytes);
    joined.set(bytes, this.#bytes.length);
    this.#bytes = joined;
    const verdict = judge(joined);
    if (verdict === 'more') return undefined;
    this.#done = true;
    this.#bytes = new Uint8Array();
    return verdict === 'fine' ? undefined : verdict;
  }
}

function judge(bytes: Uint8Array): AppError | 'more' | 'fine' {
  if (bytes.length < VERSION_BYTES) return 'more';
  const [, major, minor] =
    /^RFB (\d{3})\.(\d{3})\n/.exec(String.fromCharCode(...bytes.subarray(0, VERSION_BYTES))) ?? [];
  if (major === undefined || minor === undefined) return 'fine'; // no RFB: noVNC says so
  const rest = new DataView(bytes.buffer, bytes.byteOffset + VERSION_BYTES, bytes.length - VERSION_BYTES);
  // Up to 3.6 the server chooses, by a number of four bytes.
  if (Number(major) === 3 && Number(minor) < 7) {
    if (rest.byteLength < 4) return 'more';
    const type = rest.getUint32(0);
    return type === 0 ? refusal(rest, 4) : offered([type]);
  }
  if (rest.byteLength < 1) return 'more';
  const count = rest.getUint8(0);
  if (count === 0) return refusal(rest, 1);
  if (rest.byteLength < 1 + count) return 'more';
  return offered(Array.from({ length: count }, (_, at) => rest.getUint8(1 + at)));
}

function offered(types: readonly number[]): AppError | 'fine' {
  if (types.some((type) => spoken.has(type))) return 'fine';
  const wants = types.map((type) => wishes[type] ?? String(type)).join(', ');
  return appError('vncSecurity', `the VNC server wants ${wants}`, { operation: 'console.vnc', params: { wants } });
}

function refusal(rest: DataView, at: number): AppError | 'more' {
  if (rest.byteLength < at + 4) return 'more';
  const length = Math.min(rest.getUint32(at), REASON_MAX);
  if (rest.byteLength < at + 4 + length) return 'more';
  const reason = new TextDecoder().decode(new Uint8Array(rest.buffer, rest.byteOffset + at + 4, length)).trim();
  return appError('vncRefused', `the VNC server refused: ${reason}`, {
    operation: 'console.vnc',
    raw: reason,
    params: { reason },
  });
}
