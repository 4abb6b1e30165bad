/** Where a new VM's system comes from. */
import { z } from 'zod';
import { poolName } from '../storagePool.ts';
import { volumeName } from '../storageVolume.ts';

const path = z
  .string()
  .max(4096)
  .regex(/^\/[^\n]*$/, 'not an absolute path');
const url = z.url({ protocol: /^(https?|ftp)$/ }).max(4096);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256');
/** Made by the window: names the channel that brings the bytes. */
export const uploadId = z.uuid();

/** An image, and how it gets to the host. What is uploaded or downloaded is put into `pool` as `volume`, once for all VMs of a host. */
export const imageLocation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('volume'), pool: poolName, volume: volumeName }),
  /** On the host, as typed. */
  z.object({ kind: z.literal('path'), path }),
  /** From the workstation, by the channel `creation.upload`. */
  z.object({
    kind: z.literal('upload'),
    upload: uploadId,
    pool: poolName,
    volume: volumeName,
    sizeBytes: z.number().int().positive(),
    sha256: sha256.optional(),
  }),
  /** Fetched here and passed on to the host's pool. */
  z.object({ kind: z.literal('url'), url, pool: poolName, volume: volumeName, sha256: sha256.optional() }),
  /** Read by the hypervisor itself while the guest runs; nothing is stored. Only for ISO images. */
  z.object({ kind: z.literal('remote'), url }),
]);
export type ImageLocation = z.infer<typeof imageLocation>;

export const sourceKinds = ['iso', 'tree', 'pxe', 'import', 'cloud', 'xml', 'blank'] as const;
export type SourceKind = (typeof sourceKinds)[number];

export const creationSource = z.discriminatedUnion('kind', [
  /** An installation medium. */
  z.object({ kind: z.literal('iso'), image: imageLocation }),
  /** A network installation tree: its kernel and initrd are put into `pool` for the time of the installation. */
  z.object({
    kind: z.literal('tree'),
    url,
    pool: poolName,
    /** Below `url`; absent: as `.treeinfo` or the OS database says. */
    kernel: z.string().max(1024).optional(),
    initrd: z.string().max(1024).optional(),
    arguments: z.string().max(2048),
  }),
  z.object({ kind: z.literal('pxe') }),
  /** The first disk holds a system already. */
  z.object({ kind: z.literal('import') }),
  /** The first disk is filled from a ready image: copied, or only what differs from it kept. */
  z.object({
    kind: z.literal('cloud'),
    image: imageLocation,
    mode: z.enum(['copy', 'link']),
    /** Keep an uploaded or downloaded image in the pool for the next time; always kept when linked to. */
    keepImage: z.boolean(),
  }),
  /** A definition; name and UUID are made new, all else of the request but names, host and `start` is not looked at. */
  z.object({ kind: z.literal('xml'), xml: z.string().min(1).max(1_000_000) }),
  z.object({ kind: z.literal('blank') }),
]);
export type CreationSource = z.infer<typeof creationSource>;

export const places = { poolName, volumeName, path };
