import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine, quote } from './quote.ts';

test('a shell gives every word back as it was', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'binary' }).filter((word) => !word.includes('\0')),
        { maxLength: 5 },
      ),
      (words) => {
        const script = commandLine('printf', '%s\\0', ...words);
        const said = execFileSync('sh', ['-c', words.length === 0 ? ':' : script]).toString('utf8');
        expect(said.split('\0').slice(0, -1)).toEqual(words.map((word) => Buffer.from(word, 'utf8').toString('utf8')));
      },
    ),
    { numRuns: 60 },
  );
});

test('words that need no quotes get none, so that logs stay readable', () => {
  expect(commandLine('nc', '-U', '/var/run/libvirt/libvirt-sock')).toBe('nc -U /var/run/libvirt/libvirt-sock');
  expect(quote("it's")).toBe(`'it'\\''s'`);
  expect(quote('')).toBe("''");
});

test('a NUL is refused, because no word can hold it', () => {
  expect(() => quote('a\0b')).toThrow(RangeError);
});
