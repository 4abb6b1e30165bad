import { z } from 'zod';
import type { Changes } from '../changes.ts';
import { questionAnswer, type PendingQuestion } from '../model/question.ts';
import { call, noun, subscription } from '../rpc/contract.ts';

export const questions = noun({
  /** Open questions by id; each window shows them and the first answer counts. */
  watch: subscription(z.object({})).yields<Changes<PendingQuestion>>(),
  answer: call(z.object({ id: z.string(), answer: questionAnswer })).returns<void>(),
});
