/** The hardware of a new VM, as the dialog asks it. */
import { z } from 'zod';
import { domainTypes } from '../host.ts';
import { places } from './sources.ts';

const word = z.string().min(1).max(64);

export const firmwares = ['bios', 'efi', 'secureBoot'] as const;
export type Firmware = (typeof firmwares)[number];

export const newDisk = z.object({
  content: z.discriminatedUnion('kind', [
    /** A new volume; `full` reserves all of it at once. */
    z.object({
      kind: z.literal('new'),
      pool: places.poolName,
      capacityBytes: z.number().int().positive(),
      format: z.enum(['qcow2', 'raw']),
      full: z.boolean(),
      /** Absent: after the VM's name. In patterns of several VMs only without. */
      volume: places.volumeName.optional(),
    }),
    z.object({ kind: z.literal('volume'), pool: places.poolName, volume: places.volumeName }),
    z.object({ kind: z.literal('path'), path: places.path, format: word }),
  ]),
  bus: z.enum(['virtio', 'scsi', 'sata', 'ide', 'usb', 'nvme']),
  cache: z.enum(['default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe']).optional(),
  io: z.enum(['threads', 'native', 'io_uring']).optional(),
  discard: z.boolean(),
  /** On an I/O thread of its own; virtio and SCSI only. */
  iothread: z.boolean().optional(),
  serial: z.string().max(128).optional(),
});
export type NewDisk = z.infer<typeof newDisk>;

const portForward = z.object({
  protocol: z.enum(['tcp', 'udp']),
  /** Of the host. */
  address: z.string().max(64).optional(),
  hostPort: z.number().int().min(1).max(65535),
  guestPort: z.number().int().min(1).max(65535),
});

export const newNic = z.object({
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('network'), network: word, portgroup: word.optional() }),
    z.object({ kind: z.literal('bridge'), bridge: z.string().min(1).max(15) }),
    z.object({
      kind: z.literal('macvtap'),
      device: z.string().min(1).max(15),
      mode: z.enum(['bridge', 'vepa', 'private', 'passthrough']),
    }),
    /** The hypervisor's own NAT; forwards need passt on the host. */
    z.object({ kind: z.literal('user'), portForwards: z.array(portForward).max(100) }),
  ]),
  model: word,
  /** Absent: chosen at random. Of several VMs the later ones count up from it. */
  mac: z
    .string()
    .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i, 'not a MAC address')
    .optional(),
  vlan: z.number().int().min(1).max(4094).optional(),
});
export type NewNic = z.infer<typeof newNic>;

export const newCpu = z.object({
  vcpus: z.number().int().min(1).max(1024),
  /** More than `vcpus`: as many can be plugged in later. */
  maximum: z.number().int().min(1).max(1024).optional(),
  mode: z.enum(['host-passthrough', 'host-model', 'maximum', 'custom', 'hypervisor']),
  /** Of `custom`. */
  model: word.optional(),
  topology: z
    .object({
      sockets: z.number().int().min(1).max(256),
      cores: z.number().int().min(1).max(1024),
      threads: z.number().int().min(1).max(8),
    })
    .optional(),
});

export const hardware = z.object({
  type: z.enum(domainTypes),
  arch: word,
  /** An alias (`q35`) or a versioned machine. */
  machine: word,
  firmware: z.enum(firmwares),
  cpu: newCpu,
  memoryMiB: z.number().int().min(16).max(67_108_864),
  /** More than `memoryMiB`: what the guest may be given later, through the balloon. */
  maximumMiB: z.number().int().min(16).max(67_108_864).optional(),
  disks: z.array(newDisk).max(32),
  nics: z.array(newNic).max(16),
  /** A CD drive, empty where there is no medium. */
  cdrom: z.enum(['sata', 'scsi', 'ide', 'usb']).optional(),
  graphics: z.enum(['vnc', 'spice', 'none']),
  video: word,
  tablet: z.boolean(),
  sound: z.boolean(),
  guestAgent: z.boolean(),
  tpm: z.boolean(),
  rng: z.boolean(),
  balloon: z.boolean(),
  watchdog: z.enum(['none', 'reset', 'poweroff', 'shutdown', 'pause', 'inject-nmi']),
  clock: z.enum(['utc', 'localtime']),
  /** Enlightenments, as far as the host has them. */
  hyperv: z.boolean(),
});
export type Hardware = z.infer<typeof hardware>;
