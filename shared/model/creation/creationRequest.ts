/** Everything a dialog asks for new VMs, as one value: planned (dry run), and then created. */
import { z } from 'zod';
import { cloudInitAnswers } from '../cloudInit.ts';
import { hostId } from '../host.ts';
import { unattendedAnswers } from '../unattended/answers.ts';
import { hardware } from './hardware.ts';
import { imageLocation, creationSource } from './sources.ts';

export const creationRequest = z.object({
  /** A name, or a pattern: see `namesOf`. */
  name: z.string().min(1).max(255),
  /** How many, for a name without a range. */
  count: z.number().int().min(1).max(200),
  /** Hosts take turns; pools, networks and bridges of the request are looked up on each. */
  hosts: z.array(hostId).min(1).max(50),
  /** Short id of the OS database; absent: unknown. */
  os: z.string().max(64).optional(),
  title: z.string().max(255).optional(),
  description: z.string().max(10_000).optional(),
  source: creationSource,
  hardware,
  /** CDs beside the installation medium: drivers for Windows. They are ejected with it. */
  extraMedia: z.array(imageLocation).max(3),
  cloudInit: z
    .object({
      answers: cloudInitAnswers,
      pool: z.string().min(1).max(255),
      /** Remove the seed, and what is secret in it, once the guest has read it. */
      removeAfterFirstBoot: z.boolean(),
    })
    .optional(),
  unattended: z.object({ answers: unattendedAnswers, pool: z.string().min(1).max(255) }).optional(),
  /** Off: "create and edit". */
  start: z.boolean(),
  autostart: z.boolean(),
});
export type CreationRequest = z.infer<typeof creationRequest>;
