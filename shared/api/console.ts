import { z } from 'zod';
import { domainRef } from '../model/domain.ts';
import type { Consoles } from '../model/console.ts';
import { call, channel, noun } from '../rpc/contract.ts';

export const console = noun({
  list: call(domainRef).returns<Consoles>(),
  /** RFB bytes of the `index`th graphics device. `password` is the definition's, where the connection may read it. */
  vnc: channel(domainRef.extend({ index: z.number().int().min(0).max(15) })).opens<{ readonly password?: string }>(),
  /** Bytes of a serial or console device. Throws `busy` when somebody else has it and `force` is false. */
  serial: channel(domainRef.extend({ alias: z.string().min(1).max(80), force: z.boolean() })).opens<
    Record<string, never>
  >(),
});
