/** Checks what a window sends against the method's schema. */
import type { z } from 'zod';
import { appError } from '../errors.ts';

/** The checked argument. Throws `invalidArgument` that names the path of what is wrong: "host: expected string". */
export function checked<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = tried(schema, input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.map(String).join('.') || 'argument';
  const what = issue?.message.replace(/^Invalid input: /, '') ?? 'invalid';
  throw appError('invalidArgument', `${path}: ${what}`, { params: { path } });
}

function tried<T>(schema: z.ZodType<T>, input: unknown) {
  try {
    return schema.safeParse(input);
  } catch (thrown) {
    // A value nested thousands deep exhausts the stack of a recursive schema.
    const raw = thrown instanceof Error ? thrown.message : String(thrown);
    throw appError('invalidArgument', 'argument: cannot be checked', { params: { path: 'argument' }, raw });
  }
}
