/** What a definition is made of, once it is known where everything is. */
import type { DomainCapabilities } from '../domainCapabilities.ts';
import type { OperatingSystem } from '../os.ts';
import type { Hardware } from './hardware.ts';

/** Where an image is, as the hypervisor of its host gets at it. */
export type ImageSource =
  | { readonly kind: 'file'; readonly path: string; readonly format: string }
  | { readonly kind: 'block'; readonly path: string; readonly format: string }
  /** `<pool>/<image>` of Ceph; monitors and key are those of the host's own configuration. */
  | { readonly kind: 'rbd'; readonly name: string }
  | { readonly kind: 'url'; readonly url: string };

export interface NewDomain {
  readonly name: string;
  readonly uuid: string;
  readonly title?: string;
  readonly description?: string;
  /** Absent: unknown. */
  readonly os?: OperatingSystem;
  readonly hardware: Hardware;
  readonly capabilities: DomainCapabilities;
  /** Where the disks of `hardware` are, in their order. */
  readonly disks: readonly ImageSource[];
  /** Of the network cards, in their order; where one is missing libvirt chooses. */
  readonly macs: readonly string[];
}
