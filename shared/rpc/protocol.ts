/**
 * What travels between `connect` and `serve`: small tuples, a kind first and then the id that the client gave the exchange.
 * The two tables below are the whole protocol; the frames' types are inferred from them and arriving frames are checked by them.
 *
 *   call        -> [call id method input]                       <- [result id value] | [error id error]
 *   subscribe   -> [subscribe id method input]                  <- [item id value]* then [end id] | [error id error]
 *                  -> [credit id n]   n items were read: the server may send n more (it starts with `window.items`)
 *   open        -> [open id method input]                       <- [opened id value] | [error id error], then both ways
 *                  [data id bytes]    at most `window.chunk` bytes
 *                  [credit id n]      n bytes were taken: the other side may send n more (both start with `window.bytes`)
 *                  [close id error?]  the last frame of its sender; without an error it comes after all its data
 *   any         -> [cancel id]        the client wants no more of it: the handler's signal aborts, nothing is answered
 *
 * A frame for an exchange that has ended crossed its end on the way and is ignored. A frame that is none of these, or more
 * than was granted, ends the port with `protocolError`; a server says so in a last [fault error].
 */
import { AppError, appError, isErrorCode, type ErrorData } from '../errors.ts';
import type { Wire } from './contract.ts';

/** How far a sender may be ahead of its reader. Both sides know these; they are part of the protocol. */
export const window = {
  /** Items of one subscription. */
  items: 64,
  /** Bytes of one channel, each way. */
  bytes: 1024 * 1024,
  /** Bytes of one data frame, so that channels take turns. */
  chunk: 64 * 1024,
} as const;

const id = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
const count = id;
const method = (value: unknown): value is string => typeof value === 'string' && value.length <= 200;
const wire = (_value: unknown): _value is Wire => true;
const bytes = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && value.length > 0 && value.length <= window.chunk;
const error = (value: unknown): value is ErrorData =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  typeof value.code === 'string' &&
  'message' in value &&
  typeof value.message === 'string';
const reason = (value: unknown): value is ErrorData | undefined => value === undefined || error(value);

/** Frames that a client sends. */
const clientFrames = {
  call: [id, method, wire],
  subscribe: [id, method, wire],
  open: [id, method, wire],
  credit: [id, count],
  data: [id, bytes],
  close: [id, reason],
  cancel: [id],
} as const;

/** Frames that a server sends. */
const serverFrames = {
  result: [id, wire],
  error: [id, error],
  item: [id, wire],
  end: [id],
  opened: [id, wire],
  credit: [id, count],
  data: [id, bytes],
  close: [id, reason],
  fault: [error],
} as const;

type Shapes = Readonly<Record<string, readonly ((value: unknown) => boolean)[]>>;
type Fields<Shape> = {
  readonly [I in keyof Shape]: Shape[I] extends ((value: unknown) => value is infer T) ? T : never;
};
type FrameOf<S extends Shapes> = { [K in keyof S & string]: readonly [K, ...Fields<S[K]>] }[keyof S & string];
export type ClientFrame = FrameOf<typeof clientFrames>;
export type ServerFrame = FrameOf<typeof serverFrames>;
/** Frames of an open channel; the same in both directions. */
export type ChannelFrame = Extract<ClientFrame, ServerFrame>;

function isFrame<S extends Shapes>(shapes: S, message: unknown): message is FrameOf<S> {
  if (!Array.isArray(message)) return false;
  const kind: unknown = message[0];
  const shape = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
  return (
    shape !== undefined &&
    message.length <= shape.length + 1 &&
    shape.every((check, index) => check(message[index + 1]))
  );
}

/** The frame a message is. Throws `protocolError`, naming what came instead. */
export function readClientFrame(message: Wire): ClientFrame {
  if (isFrame(clientFrames, message)) return message;
  throw malformed(message);
}

/** The frame a message is. Throws `protocolError`, naming what came instead. */
export function readServerFrame(message: Wire): ServerFrame {
  if (isFrame(serverFrames, message)) return message;
  throw malformed(message);
}

function malformed(message: unknown): AppError {
  const kind: unknown = Array.isArray(message) ? message[0] : undefined;
  const what = typeof kind === 'string' ? `a malformed "${kind.slice(0, 40)}"` : `a ${typeof message} that is no frame`;
  return appError('protocolError', `the other side of the port sent ${what}`);
}

/** An `undefined` at the end is left out: JSON would make it `null`. */
export function trimmed(frame: ClientFrame | ServerFrame): Wire {
  return frame.at(-1) === undefined ? frame.slice(0, -1) : frame;
}

/** The error that the other side threw. A code of another version of the program becomes `internal`; all fields are kept. */
export function rebuilt(data: ErrorData): AppError {
  return new AppError(isErrorCode(data.code) ? data : { ...data, code: 'internal' });
}

export const lost = (): AppError =>
  appError('connectionLost', 'the connection to the backend was lost', { retry: true });
export const cancelled = (): AppError => appError('cancelled', 'cancelled by the caller');
