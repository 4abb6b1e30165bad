/** UUIDs: 16 bytes on the wire (VIR_UUID_BUFLEN), text everywhere else. */

/** Small letters in groups of 8-4-4-4-12, as virUUIDFormat writes them. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** @param uuid with or without hyphens, in letters of any size */
export function uuidBytes(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

export const sameUuid = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
