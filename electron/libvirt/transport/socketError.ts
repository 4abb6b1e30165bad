/** The system's socket errors as ours. */
import { appError, type AppError, type ErrorCode } from '../../../shared/errors.ts';

const codes: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'socketMissing',
  EACCES: 'socketPermission',
  EPERM: 'socketPermission',
  ECONNREFUSED: 'connectionRefused',
  ENOTFOUND: 'hostNameUnknown',
  EAI_AGAIN: 'hostNameUnknown',
  EHOSTUNREACH: 'hostUnreachable',
  ENETUNREACH: 'hostUnreachable',
  ETIMEDOUT: 'connectTimeout',
  ECONNRESET: 'connectionLost',
  EPIPE: 'connectionLost',
};
/** What may be otherwise in a minute, without anybody changing anything. */
const passing: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ECONNRESET',
  'ECONNREFUSED',
  'ENOENT',
]);

export function errnoOf(thrown: unknown): string | undefined {
  const code: unknown = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** @param place host:port or path, for the sentence */
export function socketError(thrown: Error, operation: string, place: string): AppError {
  const errno = errnoOf(thrown) ?? '';
  return appError(codes[errno] ?? 'connectionLost', `${place}: ${thrown.message}`, {
    operation,
    raw: thrown.message,
    params: { place },
    retry: passing.has(errno),
  });
}
