/** What of an error is told in somebody's own words, beside the sentence that the language files have for its code. */
import type { ErrorData } from '../../shared/errors.ts';

/** The other side's words as they came. For a fault of ours `raw` is a stack, which belongs in the details. */
export function ownWords(error: ErrorData): string {
  if (error.code === 'internal') return error.message;
  return error.raw ?? error.libvirt?.message ?? error.message;
}

/** What led to an error, nearest first. */
export function causesOf({ cause }: ErrorData): readonly ErrorData[] {
  return cause === undefined ? [] : [cause, ...causesOf(cause)];
}

/** All that is known, for a bug report. */
export const reportOf = (error: ErrorData): string => JSON.stringify(error, null, 2);
