/** A file of the user's into a new volume: bytes from a window, with back-pressure, sparse where they are zero. */
import { createHash, type Hash } from 'node:crypto';
import { appError, type AppError } from '../../../shared/errors.ts';
import type { ByteChannel } from '../../../shared/rpc/contract.ts';
import { enums, procedures, type Connection, type LibvirtStream } from '../../libvirt/index.ts';
import type { HostSession } from '../session.ts';
import type { Plan, StepContext } from '../task/plan.ts';
import type { Tasks } from '../task/tasks.ts';
import { named, type VolumeRef } from './target.ts';
import { newVolumeIn, volumeExists } from './volumes.ts';

export interface UploadInput extends VolumeRef {
  readonly sizeBytes: number;
  readonly sha256?: string | undefined;
}

/** Zeros shorter than this are sent: a hole costs a packet too. */
const HOLE_BYTES = 64 * 1024;
const TELL_MS = 250;

/** Starts the task; its bytes come once the channel is connected. */
export function uploadVolume(session: HostSession, tasks: Tasks, input: UploadInput) {
  const bytes = new ChannelBytes();
  const plan: Plan = {
    request: { verb: 'storageVolume.upload', input: null },
    ...named(input),
    hostName: session.config.name,
    effect: 'now',
    once: true,
    steps: [
      {
        name: 'storageVolUpload',
        lane: 'slow',
        run: (context) => upload(session, input, bytes, context),
        cancel: async () => bytes.close(appError('cancelled', 'cancelled by the user')),
      },
    ],
  };
  return {
    opened: { task: tasks.run(plan) },
    connect: (channel: ByteChannel) => bytes.from(channel),
  };
}

/** Where the bytes come from; `close` ends it before its time. */
export interface ByteSource {
  read(): AsyncIterable<Uint8Array>;
  close(reason: AppError): void;
}

type Lanes = Pick<HostSession, 'lane' | 'streamLane'>;

/**
 * Makes the volume and fills it; takes it away again when that fails.
 * @param onLeft called when it was made, did not get whole and could not be taken away: the host is out of reach
 */
export async function upload(
  session: Lanes,
  input: Omit<UploadInput, 'host'>,
  bytes: ByteSource,
  context: StepContext,
  onLeft: () => void = () => undefined,
): Promise<void> {
  const lane = await session.streamLane(context.signal);
  try {
    const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: input.pool });
    // The pool finds out what kind of image it is once it is there.
    const xml = await newVolumeIn(lane, pool, { name: input.name, capacityBytes: input.sizeBytes, format: 'raw' });
    const { vol } = await lane
      .call(procedures.storageVolCreateXml, { pool, xml, flags: 0 })
      .catch(volumeExists(input.pool, input.name));
    try {
      const sha256 = await fill(lane, vol, input, bytes, context);
      await lane.call(procedures.storagePoolRefresh, { pool, flags: 0 });
      const { pool: poolName, name: volume, sizeBytes } = input;
      context.log('info', 'uploaded', { bytes: sizeBytes, pool: poolName, volume, sha256 });
    } catch (thrown) {
      if (!(await drop(session, vol))) onLeft();
      throw thrown;
    }
  } catch (thrown) {
    bytes.close(appError('cancelled', 'the upload has ended'));
    throw thrown;
  } finally {
    await lane.close();
  }
}

const overBefore = appError('connectionLost', 'the stream to the host has ended', { retry: true });

type Volume = { readonly pool: string; readonly name: string; readonly key: string };

async function fill(
  lane: Connection,
  vol: Volume,
  input: Omit<UploadInput, 'host'>,
  bytes: ByteSource,
  context: StepContext,
): Promise<string> {
  const flags = enums.virStorageVolUploadFlags.VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM;
  const length = BigInt(input.sizeBytes);
  const { stream } = await lane.openStream(procedures.storageVolUpload, { vol, offset: 0n, length, flags });
  const hash = createHash('sha256');
  // A window that holds its bytes back must learn of the end too: nothing would be sent that could fail.
  void stream.closed.then(() => bytes.close(overBefore));
  try {
    await send(stream, bytes, hash, input, context);
    await stream.finish();
  } catch (thrown) {
    if (thrown === overBefore) await stream.finish(); // fails with what ended it
    await stream.abort();
    throw thrown;
  }
  const found = hash.digest('hex');
  if (input.sha256 !== undefined && input.sha256 !== found)
    throw appError('checksumWrong', `SHA-256 is ${found}`, {
      params: { name: input.name, expected: input.sha256, found },
    });
  return found;
}

async function send(
  stream: LibvirtStream,
  bytes: ByteSource,
  hash: Hash,
  { sizeBytes, name }: Omit<UploadInput, 'host'>,
  { progress, signal }: StepContext,
): Promise<void> {
  let done = 0;
  let told = 0;
  const started = Date.now();
  const sender = new SparseSender(stream);
  for await (const chunk of bytes.read()) {
    if (signal.aborted) throw appError('cancelled', 'cancelled by the user');
    hash.update(chunk);
    await sender.send(chunk);
    done += chunk.length;
    if (done > sizeBytes) break;
    if (Date.now() - told < TELL_MS) continue;
    told = Date.now();
    const secondsLeft = Math.round(((sizeBytes - done) / done) * ((told - started) / 1000));
    progress({ bytesDone: done, bytesTotal: sizeBytes, fraction: done / sizeBytes, secondsLeft });
  }
  await sender.end();
  if (done !== sizeBytes)
    throw appError('invalidArgument', `${name}: ${done} bytes came of ${sizeBytes}`, { params: { path: 'sizeBytes' } });
}

const zeros = Buffer.alloc(HOLE_BYTES);

/**
 * Sends chunks of any size; zeros in them, of a hole's size at least and over the borders of chunks, are left out. Every chunk has its
 * hash taken and must stay as it is.
 */
class SparseSender {
  readonly #stream: LibvirtStream;
  /** Zeros that weren't sent yet. */
  #zeros = 0;

  constructor(stream: LibvirtStream) {
    this.#stream = stream;
  }

  async send(chunk: Uint8Array): Promise<void> {
    let from = 0;
    for (let at = 0; at < chunk.length; at += HOLE_BYTES) {
      const part = chunk.subarray(at, at + HOLE_BYTES);
      if (!zeros.subarray(0, part.length).equals(part)) {
        await this.#flush();
        continue;
      }
      if (at > from) await this.#stream.send(chunk.subarray(from, at));
      this.#zeros += part.length;
      from = at + part.length;
    }
    if (from < chunk.length) await this.#stream.send(chunk.subarray(from));
  }

  async end(): Promise<void> {
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const length = this.#zeros;
    if (length === 0) return;
    this.#zeros = 0;
    if (length < HOLE_BYTES) await this.#stream.send(zeros.subarray(0, length));
    else await this.#stream.sendHole(BigInt(length));
  }
}

/** What this upload made; what ended the upload is what is reported. @returns whether it is gone */
async function drop(session: Lanes, vol: Volume): Promise<boolean> {
  try {
    const lane = await session.lane('slow');
    await lane.call(procedures.storageVolDelete, { vol, flags: 0 });
    return true;
  } catch {
    return false;
  }
}

/** A channel's bytes as something to read; the window waits while nobody does. */
export class ChannelBytes implements ByteSource {
  #channel: ByteChannel | undefined;
  readonly #waiting: { readonly bytes: Uint8Array; readonly taken: () => void }[] = [];
  #ended: { readonly reason: AppError | undefined } | undefined;
  #wake = (): void => undefined;

  from(channel: ByteChannel): void {
    if (this.#ended) return channel.close(this.#ended.reason);
    this.#channel = channel;
    channel.onData((bytes) => new Promise((taken) => this.#push(bytes, taken)));
    channel.onClose((reason) => this.#end(reason));
  }

  close(reason: AppError): void {
    this.#channel?.close(reason);
    this.#end(reason);
  }

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) {
        yield next.bytes;
        next.taken();
      } else if (this.#ended) {
        if (this.#ended.reason !== undefined) throw this.#ended.reason;
        return;
      } else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #push(bytes: Uint8Array, taken: () => void): void {
    this.#waiting.push({ bytes, taken });
    this.#wake();
  }

  #end(reason: AppError | undefined): void {
    this.#ended ??= { reason };
    for (const { taken } of this.#waiting) taken();
    this.#wake();
  }
}
