/** What an image is, by its first bytes (QEMU's block drivers: `bdrv_probe` of each, and `fileTypeInfo` in libvirt's storage_source.c). */

interface Magic {
  readonly format: string;
  readonly at: number;
  readonly bytes: string;
}

const magics: readonly Magic[] = [
  { format: 'qcow2', at: 0, bytes: 'QFI\u00FB\0\0\0\u0002' },
  { format: 'qcow2', at: 0, bytes: 'QFI\u00FB\0\0\0\u0003' },
  { format: 'qcow', at: 0, bytes: 'QFI\u00FB\0\0\0\u0001' },
  { format: 'qed', at: 0, bytes: 'QED\0' },
  { format: 'vmdk', at: 0, bytes: 'KDMV' },
  { format: 'vmdk', at: 0, bytes: 'COWD' },
  { format: 'vdi', at: 0x40, bytes: '\u007F\u0010\u00DA\u00BE' },
  { format: 'vhdx', at: 0, bytes: 'vhdxfile' },
  { format: 'vpc', at: 0, bytes: 'conectix' },
  { format: 'luks', at: 0, bytes: 'LUKS\u00BA\u00BE' },
];

/** @param head at least 68 bytes, or the whole image. @returns `raw` where no format is known by such a beginning */
export function formatOfHead(head: Uint8Array): string {
  const matches = ({ at, bytes }: Magic): boolean =>
    Array.from(bytes, (byte) => byte.charCodeAt(0)).every((byte, index) => head[at + index] === byte);
  return magics.find(matches)?.format ?? 'raw';
}
