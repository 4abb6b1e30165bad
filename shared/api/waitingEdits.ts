/** Edits that are made when their domain goes off ("apply at next shutdown"). They outlive a restart of the program. */
import { z } from 'zod';
import type { Changes } from '../changes.ts';
import { domainRef } from '../model/domain.ts';
import { waitingRequest, type WaitingEdits } from '../model/waitingEdits.ts';
import { call, noun, subscription } from '../rpc/contract.ts';

export const waitingEdits = noun({
  /** All that wait, by `domainKey`, then what changes. */
  watch: subscription(z.object({})).yields<Changes<WaitingEdits>>(),
  /**
   * Makes the edits as a task `domain.edit` once the domain is off: at once where it is off already. Takes the place of what waited for
   * this domain before. A domain that is saved is not off: it goes on as it was saved. Throws `secretNotKept` for edits that hold a password.
   */
  put: call(waitingRequest).returns<void>(),
  /** Nothing waits for this domain any longer. */
  drop: call(domainRef).returns<void>(),
});
