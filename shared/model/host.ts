import { z } from 'zod';
import type { ErrorData } from '../errors.ts';
import { hostId, type HostId, type ObjectKind } from './objectRef.ts';

export { hostId, type HostId };

/** Which `<domain type>` new VMs on a host get unless told otherwise; `qemu` is emulation without KVM. */
export const domainTypes = ['kvm', 'qemu'] as const;

/** What the user said of a host; kept in the local store. */
export const hostConfig = z.object({
  id: hostId,
  /** Display name; unique among hosts. */
  name: z.string().trim().min(1).max(120),
  /** As libvirt reads it: `qemu+ssh://root@h1/system?keyfile=...` (shared/api users see it through `host.describeUri`). */
  uri: z.string().trim().min(1).max(2048),
  autoconnect: z.boolean(),
  /** Set by quickstart where KVM didn't boot a guest. */
  defaultDomainType: z.enum(domainTypes).optional(),
});
export type HostConfig = z.infer<typeof hostConfig>;

/** The way from nothing to a usable list; each is a word in the language files (`host.connectStep.<step>`). */
export const connectSteps = ['resolve', 'connect', 'handshake', 'authenticate', 'socket', 'open', 'list'] as const;
export type ConnectStep = (typeof connectSteps)[number];

export type HostStatus =
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'connecting'; readonly step: ConnectStep }
  | { readonly kind: 'connected'; readonly since: number; readonly rttMs: number; readonly transport: TransportKind }
  /** Lost; the next attempt is at `nextAttemptAt` (epoch ms), or running when that is in the past. */
  | {
      readonly kind: 'reconnecting';
      readonly attempt: number;
      readonly nextAttemptAt: number;
      readonly error: ErrorData;
    }
  /** Given up until the user acts: the error is not one that passes by itself (wrong password, changed host key...). */
  | { readonly kind: 'failed'; readonly error: ErrorData };

export const transportKinds = ['unix', 'ssh', 'tls', 'tcp'] as const;
export type TransportKind = (typeof transportKinds)[number];

/** What is known of the machine and its hypervisor. From the store until the host has answered. */
export interface HostFacts {
  readonly hostname: string;
  /** libvirt's driver name: QEMU, Xen, LXC, TEST... */
  readonly hypervisor: string;
  /** "9.0.0" */
  readonly libvirtVersion: string;
  /** "7.2.22"; absent where the driver has none. */
  readonly hypervisorVersion?: string;
  /** The URI that the daemon itself reports. */
  readonly daemonUri: string;
  readonly cpu: {
    readonly model: string;
    readonly mhz: number;
    /** Active logical CPUs. */
    readonly threads: number;
    readonly nodes: number;
    readonly sockets: number;
    readonly coresPerSocket: number;
    readonly threadsPerCore: number;
  };
  readonly memoryKiB: number;
  /** From the capabilities, which take seconds: absent until they were read once; then kept in the store. */
  readonly capabilities?: HostCapabilities;
}

export interface HostCapabilities {
  readonly arch: string;
  readonly cpuModel?: string;
  readonly cpuVendor?: string;
  readonly hasKvm: boolean;
  /** Guest architectures with their domain types. */
  readonly guests: readonly { readonly arch: string; readonly domainTypes: readonly string[] }[];
  readonly readAt: number;
}

/** A host as windows see it. */
export interface Host {
  readonly id: HostId;
  readonly config: HostConfig;
  readonly status: HostStatus;
  readonly facts?: HostFacts;
  /** Epoch ms when the host last answered; absent if it never did. */
  readonly lastSeen?: number;
  /** Its URI says that we only look (`readonly`): libvirt refuses every change. */
  readonly readOnly?: true;
  /** Kinds of objects that its driver doesn't have, as far as somebody asked for them. */
  readonly lacks?: readonly ObjectKind[];
  /** True while its domains are what the store remembers, not what the host said in this connection. */
  readonly stale: boolean;
}
