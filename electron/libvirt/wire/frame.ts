/**
 * Framing of libvirt's RPC (src/rpc/virnetprotocol.x, src/rpc/virnetmessage.c). Each message is a length word that counts itself,
 * six header words and a payload. There is no way back into a stream that was misread: a bad frame ends the connection.
 */
import { appError, type AppError } from '../../../shared/errors.ts';
import { decodeText } from './text.ts';

export const messageTypes = {
  call: 0,
  reply: 1,
  message: 2,
  stream: 3,
  callWithDescriptors: 4,
  replyWithDescriptors: 5,
  streamHole: 6,
} as const;

export const messageStatus = { ok: 0, error: 1, continue: 2 } as const;

/** What a daemon may send. */
const sentByDaemon: readonly number[] = [
  messageTypes.reply,
  messageTypes.message,
  messageTypes.stream,
  messageTypes.replyWithDescriptors,
  messageTypes.streamHole,
];

export interface FrameHeader {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
}

export interface Frame extends FrameHeader {
  /** May share memory with the chunks read. */
  readonly payload: Uint8Array;
}

export const HEADER_BYTES = 28;
/** VIR_NET_MESSAGE_MAX and the length word. */
export const MAX_FRAME_BYTES = 4 + 33_554_432;
const MAX_DESCRIPTORS = 32;

export function encodeFrame(header: FrameHeader, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  writeHeader(bytes, header, payload.length);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/** What goes before a payload that is sent as it is. */
export function encodeHeader(header: FrameHeader, payloadBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES);
  writeHeader(bytes, header, payloadBytes);
  return bytes;
}

function writeHeader(bytes: Buffer, header: FrameHeader, payloadBytes: number): void {
  bytes.writeUInt32BE(HEADER_BYTES + payloadBytes, 0);
  bytes.writeUInt32BE(header.program, 4);
  bytes.writeUInt32BE(header.version, 8);
  bytes.writeInt32BE(header.procedure, 12);
  bytes.writeInt32BE(header.type, 16);
  bytes.writeUInt32BE(header.serial, 20);
  bytes.writeInt32BE(header.status, 24);
}

/** Puts frames together from chunks of any size. A frame that lies within one chunk isn't copied, any other is copied once. */
export class FrameReader {
  readonly #types: readonly number[];
  readonly #lengthWord = Buffer.alloc(4);
  #lengthBytes = 0;
  #frame: Buffer | undefined;
  #filled = 0;
  #descriptors = 0;
  /** A whole message has come: whoever speaks knows the protocol. */
  #proven = false;

  /** @param types the types of messages that may come */
  constructor(types = sentByDaemon) {
    this.#types = types;
  }

  /** Whether the bytes so far end within a frame. */
  get midFrame(): boolean {
    return this.#frame !== undefined || this.#lengthBytes > 0;
  }

  /** What came when it ended before it could be a message: words, if somebody else spoke. */
  get words(): string | undefined {
    return this.#proven ? undefined : printable(this.#lengthWord.subarray(0, this.#lengthBytes));
  }

  /** @throws AppError `protocolError`, or `answeredWithText` when it begins with words; the reader is of no use after that */
  push(chunk: Uint8Array, emit: (frame: Frame) => void): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#descriptors > 0) at += this.#skipDescriptors(chunk.length - at);
      else if (this.#frame !== undefined) at += this.#fill(this.#frame, chunk.subarray(at), emit);
      else at += this.#begin(chunk.subarray(at), emit);
    }
  }

  /** Each descriptor travels with one byte outside the length (virSocketSendFD in src/util/virsocket.c). */
  #skipDescriptors(available: number): number {
    const skipped = Math.min(this.#descriptors, available);
    this.#descriptors -= skipped;
    return skipped;
  }

  #begin(bytes: Uint8Array, emit: (frame: Frame) => void): number {
    const taken = Math.min(4 - this.#lengthBytes, bytes.length);
    this.#lengthWord.set(bytes.subarray(0, taken), this.#lengthBytes);
    this.#lengthBytes += taken;
    if (this.#lengthBytes < 4) return taken;
    const length = this.#lengthWord.readUInt32BE(0);
    if (length < HEADER_BYTES || length > MAX_FRAME_BYTES) {
      const words = this.#proven ? undefined : printable(Buffer.concat([this.#lengthWord, bytes.subarray(taken)]));
      throw words === undefined ? badFrame(`a message says that it is ${length} bytes long`) : answeredWithText(words);
    }
    this.#lengthBytes = 0;
    if (taken === 4 && bytes.length >= length) {
      this.#complete(bytes.subarray(0, length), emit);
      return length;
    }
    this.#frame = Buffer.allocUnsafe(length);
    this.#lengthWord.copy(this.#frame);
    this.#filled = 4;
    return taken;
  }

  #fill(frame: Buffer, bytes: Uint8Array, emit: (frame: Frame) => void): number {
    const taken = Math.min(frame.length - this.#filled, bytes.length);
    frame.set(bytes.subarray(0, taken), this.#filled);
    this.#filled += taken;
    if (this.#filled === frame.length) {
      this.#frame = undefined;
      this.#complete(frame, emit);
    }
    return taken;
  }

  #complete(bytes: Uint8Array, emit: (frame: Frame) => void): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const header = {
      program: view.getUint32(4),
      version: view.getUint32(8),
      procedure: view.getInt32(12),
      type: view.getInt32(16),
      serial: view.getUint32(20),
      status: view.getInt32(24),
    };
    checkHeader(header, this.#types);
    this.#proven = true;
    let payload = bytes.subarray(HEADER_BYTES);
    if (header.type === messageTypes.replyWithDescriptors) {
      if (payload.length < 4) throw badFrame('a reply with descriptors has no count of them');
      this.#descriptors = view.getUint32(HEADER_BYTES);
      if (this.#descriptors > MAX_DESCRIPTORS) throw badFrame(`a reply brings ${this.#descriptors} descriptors`);
      payload = payload.subarray(4);
    }
    emit({ ...header, payload });
  }
}

const statuses: readonly number[] = Object.values(messageStatus);

function checkHeader({ program, version, procedure, type, status }: FrameHeader, types: readonly number[]): void {
  const what = `message ${procedure} of program 0x${program.toString(16)}`;
  if (version !== 1) throw badFrame(`${what} has version ${version}`);
  if (!types.includes(type)) throw badFrame(`${what} has type ${type}`);
  if (!statuses.includes(status)) throw badFrame(`${what} has status ${status}`);
}

/** More than this of somebody's words helps nobody. */
const WORDS_MAX = 500;

/** Text that a person could have written; undefined for anything else. */
function printable(bytes: Uint8Array): string | undefined {
  const text = decodeText(Buffer.from(bytes.subarray(0, WORDS_MAX))).trim();
  // Cut within a letter, its first bytes are no text; one such is let pass.
  return text === '' || /[^\P{Cc}\n\r\t]|[\udc80-\udcff](?=.)/su.test(text) ? undefined : text.toWellFormed();
}

/**
 * Not libvirt speaks but a login shell: of an account that may not log in, of a cloud image that says which user to take, or with a
 * greeting in its profile.
 */
export function answeredWithText(words: string): AppError {
  return appError('answeredWithText', `the host answered with text: ${words}`, { raw: words, params: { words } });
}

function badFrame(message: string): AppError {
  return appError('protocolError', message, { params: { detail: message } });
}
