/** Installation media: what an ISO image says of itself (ECMA-119). */
import type { VolumeDescriptor } from './os.ts';

/** What was found on a volume. */
export interface MediaFacts {
  readonly kind: 'iso' | 'other';
  readonly label?: string;
  /** Short id and name of the system it installs, where it is known. */
  readonly os?: { readonly id: string; readonly name: string };
  readonly arch?: string;
  readonly live?: boolean;
}

/** Where the primary volume descriptor is: sector 16 (ECMA-119 6.2.1, 6.7.1). */
export const volumeDescriptorAt = { offset: 32768, length: 2048 } as const;

/**
 * @param sector the 2048 bytes at {@link volumeDescriptorAt}
 * @returns undefined for what is no ISO 9660 image
 */
export function readVolumeDescriptor(sector: Uint8Array): VolumeDescriptor | undefined {
  if (sector.length < 2048 || sector[0] !== 1 || text(sector, 1, 5) !== 'CD001') return undefined;
  const blocks = new DataView(sector.buffer, sector.byteOffset).getUint32(80, true);
  const blockSize = new DataView(sector.buffer, sector.byteOffset).getUint16(128, true);
  return {
    systemId: text(sector, 8, 32),
    volumeId: text(sector, 40, 32),
    volumeSize: blocks * blockSize,
    publisherId: text(sector, 318, 128),
    applicationId: text(sector, 574, 128),
  };
}

/** Fields are padded with spaces (ECMA-119 7.4), by some writers with zeros. */
function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length)).replace(/[\0 ]+$/, '');
}
