/**
 * Messages as WebSocket frames. Without bytes in it a message is a text frame of JSON. With bytes it is a binary frame:
 *
 *   u32 (big endian) length of the header | header | bytes, one after the other
 *
 * The header is JSON: `[message with null in place of bytes, [[length, ...path], ...]]`.
 */
import { appError } from '../errors.ts';
import type { Wire } from './contract.ts';

/** Largest frame taken from a window. The largest arguments are definitions of some megabytes. */
export const maxMessageBytes = 16 * 1024 * 1024;

type Key = string | number;
interface Attachment {
  readonly path: readonly Key[];
  readonly bytes: Uint8Array;
}

/**
 * Whether there are bytes anywhere. Most messages have none, and the largest (an inventory of thousands) must not block: this walk
 * without allocations costs about as much as JSON.stringify itself, a replacer several times as much.
 */
function hasBytes(value: Wire): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Uint8Array) return true;
  if (isList(value)) return value.some(hasBytes);
  for (const key in value) if (hasBytes(value[key])) return true;
  return false;
}

/** All bytes in a message and where they are. */
function attachments(message: Wire): Attachment[] {
  const found: Attachment[] = [];
  const path: Key[] = [];
  const visit = (value: Wire): void => {
    if (typeof value !== 'object' || value === null) return;
    if (value instanceof Uint8Array) {
      found.push({ path: [...path], bytes: value });
      return;
    }
    for (const [key, child] of isList(value) ? value.entries() : Object.entries(value)) {
      path.push(key);
      visit(child);
      path.pop();
    }
  };
  visit(message);
  return found;
}

const isList = (value: Wire): value is readonly Wire[] => Array.isArray(value);

/** The message with null in place of bytes. Not by a replacer of JSON.stringify: that sees a Node Buffer only after its toJSON. */
function withoutBytes(value: Wire): Wire {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return null;
  if (isList(value)) return value.map(withoutBytes);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutBytes(child)]));
}

/** Throws a TypeError for what may not cross a port (`bigint`). */
export function encode(message: Wire): string | Uint8Array<ArrayBuffer> {
  if (!hasBytes(message)) return JSON.stringify(message) ?? 'null';
  const found = attachments(message);
  const places = found.map(({ path, bytes }) => [bytes.length, ...path]);
  const header = new TextEncoder().encode(JSON.stringify([withoutBytes(message), places]));
  const frame = new Uint8Array(4 + header.length + found.reduce((sum, { bytes }) => sum + bytes.length, 0));
  new DataView(frame.buffer).setUint32(0, header.length);
  frame.set(header, 4);
  let offset = 4 + header.length;
  for (const { bytes } of found) {
    frame.set(bytes, offset);
    offset += bytes.length;
  }
  return frame;
}

/** The message of a frame; its bytes are copies with a buffer of their own. Throws `protocolError`. */
export function decode(frame: string | Uint8Array): Wire {
  if (typeof frame === 'string') return parse(frame);
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const start = frame.length < 4 ? Number.POSITIVE_INFINITY : 4 + view.getUint32(0);
  if (start > frame.length) throw broken('a header longer than the frame');
  const header = parse(new TextDecoder('utf-8', { fatal: false }).decode(frame.subarray(4, start)));
  if (!isList(header) || header.length !== 2 || !isList(header[1]))
    throw broken('a header that is not [message, places]');
  const root: Wire[] = [header[0]];
  let offset = start;
  for (const place of header[1]) {
    if (!isPlace(place)) throw broken('a malformed place of bytes');
    const [length, ...path] = place;
    if (length > frame.length - offset) throw broken('fewer bytes than its header tells');
    put(root, [0, ...path], new Uint8Array(frame.subarray(offset, offset + length)));
    offset += length;
  }
  if (offset !== frame.length) throw broken('more bytes than its header tells');
  return root[0];
}

function isPlace(value: Wire): value is readonly [number, ...Key[]] {
  return (
    isList(value) &&
    typeof value[0] === 'number' &&
    Number.isSafeInteger(value[0]) &&
    value[0] >= 0 &&
    value.every((key) => typeof key === 'string' || typeof key === 'number')
  );
}

/** Puts bytes where the null is that stands for them; own keys only, so no path leads to a prototype. */
function put(root: Wire[], path: readonly Key[], bytes: Uint8Array): void {
  let at: unknown = root;
  for (const key of path.slice(0, -1)) at = own(at, key);
  const last = path.at(-1);
  if (typeof at !== 'object' || at === null || last === undefined || own(at, last) !== null) {
    throw broken('a place of bytes where there is none');
  }
  Object.defineProperty(at, last, { value: bytes, enumerable: true, writable: true, configurable: true });
}

function own(value: unknown, key: Key): unknown {
  const has = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  return has ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}

function parse(text: string): Wire {
  try {
    const value: Wire = JSON.parse(text);
    return value;
  } catch {
    throw broken('something that is not JSON');
  }
}

const broken = (what: string) => appError('protocolError', `the other side of the port sent ${what}`);

/**
 * The message as a structured clone may take it. A view of a larger buffer (a Node Buffer of the pool) would take the whole
 * buffer with it, so such a message is copied first.
 */
export function compact(message: Wire): Wire {
  const loose = (bytes: Uint8Array): boolean => bytes.length !== bytes.buffer.byteLength;
  return hasBytes(message) && attachments(message).some(({ bytes }) => loose(bytes))
    ? decode(encode(message))
    : message;
}
