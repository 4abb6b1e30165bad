import { describe, expect, test } from 'vitest';
import { RfbGreeting } from './rfbGreeting.ts';

const text = (words: string): number[] => [...new TextEncoder().encode(words)];
const long = (number: number): number[] => [...new Uint8Array(new Uint32Array([number]).buffer)].toReversed();
const verdict = (...bytes: readonly number[]) => new RfbGreeting().push(Uint8Array.from(bytes));
const v8 = text('RFB 003.008\n');
const v3 = text('RFB 003.003\n');

describe('a server that wants what is not spoken here', () => {
  test.each([
    ['TLS as VeNCrypt', [...v8, 1, 19], 'TLS (VeNCrypt)'],
    ['TLS alone', [...v8, 1, 18], 'TLS'],
    ['SASL', [...v8, 1, 20], 'SASL'],
    ['several of them', [...v8, 2, 19, 20], 'TLS (VeNCrypt), SASL'],
    ['something unknown', [...v8, 1, 77], '77'],
    ['TLS, in the old version', [...v3, ...long(18)], 'TLS'],
  ])('%s: is told', (_what, bytes, wants) => {
    expect(verdict(...bytes)).toMatchObject({ code: 'vncSecurity', data: { params: { wants } } });
  });
});

test.each([
  ['3.8', [...v8, 0]],
  ['3.3', [...v3, ...long(0)]],
])("a server's own words of refusal are told: %s", (_version, bytes) => {
  const words = text('Too many security failures');
  expect(verdict(...bytes, ...long(words.length), ...words)).toMatchObject({
    code: 'vncRefused',
    data: { params: { reason: 'Too many security failures' } },
  });
});

test('what is spoken here is let through, with whatever it is offered beside', () => {
  for (const bytes of [[...v8, 1, 1], [...v8, 3, 19, 2, 20], [...v3, ...long(2)], text('HTTP/1.1 400 Bad')])
    expect(verdict(...bytes)).toBeUndefined();
});

test("bytes may come one by one, and what follows is nobody's business", () => {
  const greeting = new RfbGreeting();
  const told = [...v8, 1, 20, ...v8, 1, 19].map((byte) => greeting.push(Uint8Array.of(byte))?.code);
  expect(told.filter(Boolean)).toEqual(['vncSecurity']);
  expect(told.indexOf('vncSecurity')).toBe(v8.length + 1);
});
