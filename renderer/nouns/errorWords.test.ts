import { expect, test } from 'vitest';
import type { ErrorData } from '../../shared/errors.ts';
import { causesOf, ownWords, reportOf } from './errorWords.ts';

const libvirt = { code: 55, domain: 10, level: 2, message: 'Requested operation is not valid: domain is not running' };

test('libvirt is quoted as it spoke', () => {
  expect(ownWords({ code: 'libvirt', message: 'the call failed', libvirt })).toBe(libvirt.message);
});

test('what the other side said counts for more than what libvirt made of it', () => {
  expect(ownWords({ code: 'polkitDenied', message: 'refused', raw: 'no agent', libvirt })).toBe('no agent');
});

test('a fault of ours is told by its message, not by its stack', () => {
  expect(ownWords({ code: 'internal', message: 'no such lane', raw: 'Error: no such lane\n    at f (a.ts:1)' })).toBe(
    'no such lane',
  );
});

test('causes come nearest first, and a report has them all', () => {
  const refused: ErrorData = { code: 'connectionRefused', message: 'ECONNREFUSED 10.0.0.1:22' };
  const jump: ErrorData = { code: 'jumpHostFailed', message: 'the way over gate failed', cause: refused };
  const lost: ErrorData = { code: 'connectionLost', message: 'lost', cause: jump };
  expect(causesOf(lost)).toEqual([jump, refused]);
  expect(JSON.parse(reportOf(lost))).toEqual(lost);
});
