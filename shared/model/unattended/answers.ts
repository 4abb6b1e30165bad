/** What an installer that runs by itself is told, whatever system it installs. */
import { z } from 'zod';

const line = z
  .string()
  .max(1000)
  .regex(/^[^\n\r]*$/, 'one line');

export const unattendedAnswers = z.object({
  /** Absent: the VM's name. */
  hostname: line.optional(),
  user: z.object({
    name: z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'not a user name'),
    fullName: line.optional(),
    password: z.string().min(1).max(1000),
    sshKeys: z.array(line).max(100),
  }),
  /** Absent: root has no password, the user may sudo. */
  rootPassword: z.string().min(1).max(1000).optional(),
  /** `en_US`, `zh_CN`. */
  locale: z.string().regex(/^[a-z]{2,3}_[A-Z]{2}$/, 'not a locale'),
  /** `us`, `de`. */
  keyboard: z.string().regex(/^[a-z]{2,3}$/, 'not a keyboard layout'),
  timezone: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9_+\-/]+$/, 'not a time zone'),
  packages: z.array(line).max(200),
  /** Windows only: which edition, and the key. */
  edition: line.optional(),
  productKey: z
    .string()
    .regex(/^[A-Z0-9]{5}(-[A-Z0-9]{5}){4}$/, 'not a product key')
    .optional(),
});
export type UnattendedAnswers = z.infer<typeof unattendedAnswers>;
