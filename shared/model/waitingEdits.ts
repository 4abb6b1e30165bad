/** Edits that wait until their domain is off: what a running guest must not see changed, or what somebody wants changed at its next shutdown. */
import { z } from 'zod';
import type { ErrorData } from '../errors.ts';
import { domainRef } from './domain.ts';
import { domainEdit } from './domainEdit.ts';

/** What is asked to wait; one list for each domain. */
export const waitingRequest = domainRef.extend({
  edits: z.array(domainEdit).min(1).max(500),
  /** Changes made meanwhile by others are overwritten. */
  force: z.boolean(),
  /** Start the domain once the edits are made. It is started as well when they could not be made. */
  startAgain: z.boolean(),
});

export type WaitingEdits = z.infer<typeof waitingRequest> & {
  /** Epoch ms when they were asked for. */
  readonly since: number;
  /** Why the last try failed; they wait on, for the next time the domain is off or for somebody to ask again. */
  readonly error?: ErrorData;
};
