/** The system's socket errors as ours. */
import { appError, type AppError, type ErrorCode } from '../../../shared/errors.ts';

interface Meaning {
  readonly code: ErrorCode;
  /** It may be otherwise in a minute, without anybody changing anything. */
  readonly passes: boolean;
}

const meanings: Readonly<Record<string, Meaning>> = {
  ENOENT: { code: 'socketMissing', passes: true },
  ENOTDIR: { code: 'socketMissing', passes: false },
  EACCES: { code: 'socketPermission', passes: false },
  EPERM: { code: 'socketPermission', passes: false },
  ECONNREFUSED: { code: 'connectionRefused', passes: true },
  ENOTFOUND: { code: 'hostNameUnknown', passes: false },
  EAI_AGAIN: { code: 'hostNameUnknown', passes: true },
  EHOSTUNREACH: { code: 'hostUnreachable', passes: true },
  EHOSTDOWN: { code: 'hostUnreachable', passes: true },
  ENETUNREACH: { code: 'hostUnreachable', passes: true },
  ENETDOWN: { code: 'hostUnreachable', passes: true },
  EADDRNOTAVAIL: { code: 'hostUnreachable', passes: true },
  ETIMEDOUT: { code: 'connectTimeout', passes: true },
};
const lost: Meaning = { code: 'connectionLost', passes: true };

/** The system's name of an error: `ENOENT`. */
export function errnoOf(thrown: unknown): string | undefined {
  const code: unknown = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** @param place host:port or path, for the sentence */
export function socketError(thrown: Error, operation: string, place: string): AppError {
  const { code, passes } = meanings[errnoOf(thrown) ?? ''] ?? lost;
  const raw = wordsOf(thrown);
  return appError(code, `${place}: ${raw}`, { operation, raw, params: { place }, retry: passes });
}

/** A name with several addresses fails once for each, with no words of its own. */
function wordsOf(thrown: Error): string {
  if (!(thrown instanceof AggregateError)) return thrown.message;
  const each: unknown[] = thrown.errors;
  return each.map((error) => (error instanceof Error ? error.message : String(error))).join('; ');
}
