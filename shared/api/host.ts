import { z } from 'zod';
import type { ErrorData } from '../errors.ts';
import type { Capabilities } from '../model/capabilities.ts';
import type { DomainCapabilities } from '../model/domainCapabilities.ts';
import {
  hostConfig,
  hostId,
  type ConnectStep,
  type HostFacts,
  type HostId,
  type TransportKind,
} from '../model/host.ts';
import { call, noun, subscription } from '../rpc/contract.ts';

const uri = hostConfig.shape.uri;
/** An architecture, a machine, a domain type. */
const word = z.string().min(1).max(64);

/** A URI taken apart, for the form and for warnings before anything is dialled. */
export interface UriDescription {
  /** In full, where an alias of libvirt.conf was given. */
  readonly uri: string;
  readonly driver: string;
  readonly transport: TransportKind;
  readonly user?: string;
  readonly host?: string;
  readonly port?: number;
  /** `/system`, `/session`... */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Name that libvirtd is asked to open. */
  readonly connectName: string;
  readonly warnings: readonly ('clearText' | 'noVerify')[];
}

/** What libvirt's own clients are told by libvirt.conf and the environment. */
export type ConfiguredUris = {
  /** `LIBVIRT_DEFAULT_URI`, else `uri_default`. */
  readonly defaultUri?: string;
  readonly aliases: readonly { readonly alias: string; readonly uri: string }[];
};

/** What `host.test` says as it goes; it ends after `passed` or `failed`. */
export type TestEvent =
  | { readonly kind: 'step'; readonly step: ConnectStep; readonly state: 'started' | 'done' }
  | { readonly kind: 'passed'; readonly facts: HostFacts; readonly domains: number; readonly ms: number }
  | { readonly kind: 'failed'; readonly step: ConnectStep; readonly error: ErrorData };

export const host = noun({
  add: call(hostConfig.omit({ id: true })).returns<HostId>(),
  update: call(hostConfig.partial().required({ id: true })).returns<void>(),
  /** Forgets the host and what the store keeps of it; nothing happens on the host. */
  remove: call(z.object({ host: hostId })).returns<void>(),
  /** Returns at once; the host's status tells the rest. */
  connect: call(z.object({ host: hostId })).returns<void>(),
  disconnect: call(z.object({ host: hostId })).returns<void>(),
  /** Connects, lists and disconnects without keeping anything but accepted host keys. */
  test: subscription(z.object({ uri, name: z.string().max(120) })).yields<TestEvent>(),
  /** Takes an alias, too. Throws `uriInvalid` with the part that is wrong. */
  describeUri: call(z.object({ uri })).returns<UriDescription>(),
  /** URIs of the daemons this machine itself offers, best first. */
  local: call(z.object({})).returns<readonly string[]>(),
  /** Throws `uriInvalid` where libvirt.conf can't be understood. */
  configured: call(z.object({})).returns<ConfiguredUris>(),
  /** Host names of the user's ssh_config, for completion. */
  sshHosts: call(z.object({})).returns<readonly string[]>(),
  /** Architectures and machines of guests, CPU, NUMA. Read once per connection; takes seconds the first time. */
  capabilities: call(z.object({ host: hostId })).returns<Capabilities>(),
  /** What the hypervisor offers to a guest of this kind; what is left out the host chooses. Read once per connection and kind. */
  domainCapabilities: call(
    z.object({
      host: hostId,
      arch: word.optional(),
      machine: word.optional(),
      type: word.optional(),
      emulator: z.string().min(1).max(1024).optional(),
    }),
  ).returns<DomainCapabilities>(),
});
