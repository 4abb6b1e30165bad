import { z } from 'zod';
import type { Changes } from '../changes.ts';
import { promptAnswer, type PendingPrompt } from '../model/prompt.ts';
import { call, noun, subscription } from '../rpc/contract.ts';

export const prompt = noun({
  /** Open questions by id; each window shows them and the first answer counts. */
  watch: subscription(z.object({})).yields<Changes<PendingPrompt>>(),
  answer: call(z.object({ id: z.string(), answer: promptAnswer })).returns<void>(),
});
