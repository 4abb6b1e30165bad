/** Payloads by the tables: what doesn't fit is named with its program, procedure and place. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { appError, type AppError } from '../../shared/errors.ts';
import type { Program } from './protocol/procedure.ts';
import { decodeAll, XdrError, XdrReader, XdrWriter, type Codec, type Pace } from './wire/xdr.ts';

/** A procedure or an event, as errors name it. */
export interface Named {
  readonly program: Program;
  readonly name: string;
}

const writer = new XdrWriter(64 * 1024);

/** @throws AppError `invalidArgument` when a value doesn't fit its type; nothing was sent then */
export function encodePayload<T>(codec: Codec<T>, value: T, named: Named): Uint8Array {
  try {
    codec.encode(writer, value);
    return writer.take();
  } catch (thrown) {
    writer.clear();
    if (!(thrown instanceof XdrError)) throw thrown;
    const detail = `${named.name}: ${thrown.message}`;
    throw appError('invalidArgument', detail, { raw: thrown.message, params: { detail } });
  }
}

/** @throws AppError `protocolError` unless the payload is exactly one value */
export function decodePayload<T>(codec: Codec<T>, payload: Uint8Array, named: Named): T {
  try {
    return decodeAll(codec, new XdrReader(payload));
  } catch (thrown) {
    throw undecodable(thrown, named);
  }
}

/** Milliseconds of decoding before others get their turn. */
const SLICE_MS = 8;
/** Bytes between two looks at the clock. */
const LOOK_BYTES = 32 * 1024;

/** As `decodePayload`, with pauses: for replies of megabytes. */
export async function decodePaced<T>(codec: Codec<T>, payload: Uint8Array, named: Named): Promise<T> {
  const reader = new XdrReader(payload);
  try {
    const value = codec.decodePaced ? await codec.decodePaced(reader, slices()) : codec.decode(reader);
    reader.end();
    return value;
  } catch (thrown) {
    throw undecodable(thrown, named);
  }
}

function slices(): Pace {
  let until = performance.now() + SLICE_MS;
  let looked = 0;
  return {
    due: (offset) => {
      if (offset - looked < LOOK_BYTES) return false;
      looked = offset;
      return performance.now() > until;
    },
    rest: async () => {
      await nextTurn();
      until = performance.now() + SLICE_MS;
    },
  };
}

function undecodable(thrown: unknown, { program, name }: Named): unknown {
  return thrown instanceof XdrError
    ? badPayload({ program, name }, `${thrown.message} at byte ${thrown.offset}`)
    : thrown;
}

/** Something of a procedure's or event's that the protocol doesn't allow. */
export function badPayload({ program, name }: Named, raw: string): AppError {
  const detail = `${program.name}.${name}: ${raw}`;
  return appError('protocolError', `the daemon broke the protocol: ${detail}`, {
    raw,
    params: { detail, program: program.name, procedure: name },
  });
}
