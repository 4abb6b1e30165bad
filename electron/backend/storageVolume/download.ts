/** Bytes of a volume: to a window, or a few of them to look at. */
import { toAppError } from '../../../shared/errors.ts';
import type { ByteChannel } from '../../../shared/rpc/contract.ts';
import { enums, procedures, type Connection } from '../../libvirt/index.ts';
import type { HostSession } from '../session.ts';

const { VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM: SPARSE } = enums.virStorageVolDownloadFlags;

export interface VolumeName {
  readonly pool: string;
  readonly name: string;
}

async function lookUp(lane: Connection, { pool: poolName, name }: VolumeName) {
  const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: poolName });
  return (await lane.call(procedures.storageVolLookupByName, { pool, name })).vol;
}

/** @throws AppError `notFound` */
export async function downloadVolume(session: HostSession, name: VolumeName, signal: AbortSignal) {
  const lane = await session.streamLane(signal);
  try {
    const vol = await lookUp(lane, name);
    const flags = enums.virStorageVolInfoFlags.VIR_STORAGE_VOL_GET_PHYSICAL;
    const { allocation } = await lane.call(procedures.storageVolGetInfoFlags, { vol, flags });
    const args = { vol, offset: 0n, length: 0n, flags: SPARSE };
    const { stream } = await lane.openStream(procedures.storageVolDownload, args, { signal });
    const copy = async (channel: ByteChannel): Promise<void> => {
      channel.onClose(() => void stream.abort());
      try {
        for await (const chunk of stream) {
          if (chunk.kind === 'data') await channel.send(chunk.bytes);
          else await sendZeros(channel, chunk.length);
        }
        await stream.finish();
        channel.close();
      } catch (thrown) {
        channel.close(toAppError(thrown));
      } finally {
        await lane.close();
      }
    };
    return { opened: { sizeBytes: Number(allocation) }, connect: (channel: ByteChannel) => void copy(channel) };
  } catch (thrown) {
    await lane.close();
    throw thrown;
  }
}

const zeros = new Uint8Array(256 * 1024);

async function sendZeros(channel: ByteChannel, length: bigint): Promise<void> {
  for (let left = Number(length); left > 0; left -= zeros.length)
    await channel.send(left < zeros.length ? zeros.subarray(0, left) : zeros);
}

/** A piece of a volume, shorter where the volume ends before. */
export async function readVolume(
  session: HostSession,
  name: VolumeName,
  { offset, length }: { readonly offset: number; readonly length: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const lane = await session.streamLane(signal);
  try {
    const vol = await lookUp(lane, name);
    const args = { vol, offset: BigInt(offset), length: BigInt(length), flags: 0 };
    const { stream } = await lane.openStream(procedures.storageVolDownload, args, { signal });
    const parts: Uint8Array[] = [];
    for await (const chunk of stream) if (chunk.kind === 'data') parts.push(chunk.bytes);
    await stream.finish();
    return Buffer.concat(parts);
  } finally {
    await lane.close();
  }
}
