/** How long storage is waited for: pools and volumes share it, because a pool that hangs hangs its volumes. */
import { Patience } from '../calls/patience.ts';

/** A pool that works answers in milliseconds; the rest is for far hosts. */
const ANSWER_MS = 5000;

export const patience = new Patience(ANSWER_MS);
