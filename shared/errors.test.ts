import { describe, expect, test } from 'vitest';
import { appError, AppError, hasTrait, isErrorCode, toAppError, toErrorData } from './errors.ts';

describe('errors', () => {
  test('an AppError is its data, whatever its way', () => {
    const error = appError('socketMissing', 'no such socket', { params: { path: '/run/x' }, raw: 'ENOENT' });
    expect(toErrorData(error)).toBe(error.data);
    expect(toAppError(error)).toBe(error);
  });

  test('context is added without overwriting what is known', () => {
    const error = appError('timeout', 'too slow', { host: 'h1' }).with({ host: 'h2', operation: 'domain.start' });
    expect(error.data).toMatchObject({ host: 'h1', operation: 'domain.start', code: 'timeout' });
  });

  test('what nobody foresaw is internal and keeps its words and its causes', () => {
    const data = toErrorData(new TypeError('x is not a function', { cause: appError('cancelled', 'stop') }));
    expect(data).toMatchObject({ code: 'internal', message: 'x is not a function', cause: { code: 'cancelled' } });
    expect(toErrorData('plain')).toMatchObject({ code: 'internal', message: 'plain' });
  });

  test('an error is told by its code alone, never by its words', () => {
    expect(new AppError({ code: 'busy', message: 'cancelled' }).code).toBe('busy');
    expect(toAppError(new Error('cancelled')).code).toBe('internal');
  });
});

describe('traits', () => {
  test('an error and its data mean the same', () => {
    const error = appError('connectionLost', 'gone');
    expect([hasTrait(error, 'lost'), hasTrait(error.data, 'lost'), hasTrait(error, 'partly')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('only a code of ours is one, not what every object has', () => {
    expect(['busy', 'sleepy', 'toString'].map(isErrorCode)).toEqual([true, false, false]);
  });
});
