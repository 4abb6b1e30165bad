/** New virtual machines, from every source. */
import { z } from 'zod';
import { creationRequest } from '../model/creation/creationRequest.ts';
import type { CreationPlan } from '../model/creation/creationPlan.ts';
import type { CreationDefaults } from '../model/creation/defaults.ts';
import { imageLocation, sourceKinds, uploadId } from '../model/creation/sources.ts';
import { firmwares } from '../model/creation/hardware.ts';
import { domainTypes, hostId } from '../model/host.ts';
import type { MediaFacts } from '../model/media.ts';
import type { OperatingSystem } from '../model/os.ts';
import { call, channel, noun } from '../rpc/contract.ts';
import type { TaskId } from './verb.ts';

const word = z.string().min(1).max(64);

export const creation = noun({
  /** The OS database. Large (1 MB): ask once. */
  systems: call(z.object({})).returns<readonly OperatingSystem[]>(),
  /** What an image installs or holds, wherever it is; reads a few KiB of it. Not for uploads: the window has that file (`detectMedia`). */
  inspectImage: call(z.object({ host: hostId, image: imageLocation })).returns<MediaFacts>(),
  /** Which system an installation tree has, by its `.treeinfo`, or by its address; undefined: unknown. */
  inspectTree: call(z.object({ url: z.url({ protocol: /^(https?|ftp)$/ }).max(4096) })).returns<{
    readonly os?: string;
    readonly kernel?: string;
    readonly initrd?: string;
  }>(),
  /**
   * What a VM with this system should get on this host, as a request's `hardware`; what is given is taken as chosen. `compatible`: the
   * oldest, slowest, safest devices, for systems without virtio drivers.
   */
  defaults: call(
    z.object({
      host: hostId,
      os: word.optional(),
      source: z.enum(sourceKinds),
      compatible: z.boolean(),
      type: z.enum(domainTypes).optional(),
      arch: word.optional(),
      firmware: z.enum(firmwares).optional(),
    }),
  ).returns<CreationDefaults>(),
  /** Public keys of the user on this workstation: of the SSH agent and of `~/.ssh`. */
  sshKeys: call(z.object({})).returns<
    readonly { readonly key: string; readonly from: 'agent' | 'file'; readonly comment: string }[]
  >(),
  /** Dry run: definitions, volumes, steps, and everything that stands in the way. Changes nothing. */
  plan: call(creationRequest).returns<CreationPlan>(),
  /**
   * Creates as planned, one task for each VM; fails with the first problem that is an error, having changed nothing. A task that fails or is
   * cancelled takes away what it made.
   */
  create: call(creationRequest).returns<readonly TaskId[]>(),
  /** The bytes of an image whose location is `upload`. Opened after `create`; once for each host, in the order of `hosts`. */
  upload: channel(z.object({ upload: uploadId, host: hostId })).opens<{ readonly sizeBytes: number }>(),
});
