/** What cloud-init is told at the first boot of a guest (NoCloud data source): the answers of the dialog and the files made of them. */
import { z } from 'zod';

const line = z
  .string()
  .max(1000)
  .regex(/^[^\n\r]*$/, 'one line');
const userName = z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'not a user name');
const sshKey = z
  .string()
  .max(16_384)
  .regex(/^[^\n\r]+$/, 'one line');
const raw = z.string().max(100_000).optional();

export const cloudInitUser = z.object({
  name: userName,
  /** In clear; made a SHA-512 crypt hash before it is written anywhere. */
  password: z.string().min(1).max(1000).optional(),
  sshKeys: z.array(sshKey).max(100),
  sudo: z.boolean(),
});
export type CloudInitUser = z.infer<typeof cloudInitUser>;

/** One card, found by its MAC address; `nic` counts those of the request. */
export const cloudInitNic = z.object({
  nic: z.number().int().min(0).max(15),
  /** `10.0.0.5/24`, `2001:db8::5/64`; none: DHCP. Of several VMs the later ones count up from them. */
  addresses: z.array(z.string().max(64)).max(16),
  gateways: z.array(z.string().max(64)).max(2),
  nameServers: z.array(z.string().max(64)).max(8),
  searchDomains: z.array(line).max(8),
});
export type CloudInitNic = z.infer<typeof cloudInitNic>;

export const cloudInitAnswers = z.object({
  /** `{name}` is the VM's name; absent: just that. */
  hostname: line.optional(),
  users: z.array(cloudInitUser).max(20),
  /** Whether SSH takes passwords; absent: as the image has it. */
  sshPasswords: z.boolean().optional(),
  timezone: line.optional(),
  packages: z.array(line).max(200),
  upgrade: z.boolean(),
  commands: z.array(z.string().max(10_000)).max(100),
  network: z.array(cloudInitNic).max(16),
  /** Whole files that take the place of those made from the answers above; `{name}` is the VM's name. */
  rawUserData: raw,
  rawMetaData: raw,
  rawNetworkConfig: raw,
});
export type CloudInitAnswers = z.infer<typeof cloudInitAnswers>;
