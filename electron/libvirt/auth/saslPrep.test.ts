import { expect, test } from 'vitest';
import { saslPrep } from './saslPrep.ts';

test.each([
  ['a soft hyphen goes', 'I\u00adX', 'IX'],
  ['what is plain stays', 'user', 'user'],
  ['case counts', 'USER', 'USER'],
  ['a feminine ordinal becomes its letter', '\u00aa', 'a'],
  ['a Roman numeral becomes letters', '\u2168', 'IX'],
  ['a non-ASCII space becomes a space', 'a\u00a0b', 'a b'],
  ['an accent joins its letter', 'e\u0301', '\u00e9'],
  ['text from right to left stays', '\u0627\u0628', '\u0627\u0628'],
  ['nothing stays nothing', '', ''],
])('%s (RFC 4013)', (_rule, given, prepared) => {
  expect(saslPrep(given)).toBe(prepared);
});

test('a character that Unicode 3.2 did not know passes, as in a query string', () => {
  expect(saslPrep('\u{1f600}')).toBe('\u{1f600}');
});

test.each([
  ['a control character', '\u0007'],
  ['a control character beyond ASCII', '\u0080'],
  ['private use', '\ue000'],
  ['a non-character', '\ufffe'],
  ['half of a surrogate pair', '\ud800'],
  ['a mark of direction', 'a\u200eb'],
  ['a replacement character', '\ufffd'],
  ['both directions at once', '\u0627a\u0628'],
  ['text from right to left that ends in a digit', '\u06271'],
])('%s is refused, without a word of the secret', (_what, given) => {
  expect(() => saslPrep(given)).toThrow(
    expect.objectContaining({
      code: 'saslFailed',
      message: expect.stringMatching(/^a name or password contains what SASL does not allow: [ -~]+$/),
    }),
  );
});
