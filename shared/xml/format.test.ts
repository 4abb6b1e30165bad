import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatXml } from './format.ts';

test('each element gets its line, two spaces per level', () => {
  expect(formatXml('<a x="1"><b><c/></b>\n\n<d>text</d></a>')).toBe(
    '<a x="1">\n  <b>\n    <c/>\n  </b>\n  <d>text</d>\n</a>\n',
  );
});

test('comments keep their place among the elements', () => {
  expect(formatXml('<!-- top --><a><!-- one --><b/><!-- two --></a>')).toBe(
    '<!-- top -->\n<a>\n  <!-- one -->\n  <b/>\n  <!-- two -->\n</a>\n',
  );
});

test('beside text nothing moves: white space means something there', () => {
  const text = '<a>one <b> two </b>\n three</a>\n';
  expect(formatXml(text)).toBe(text);
});

test('an empty pair that was broken over lines is a pair on one line', () => {
  expect(formatXml('<a>\n\n  <b>\n  </b></a>')).toBe('<a>\n  <b/>\n</a>\n');
});

test('what was laid out once stays as it is', () => {
  const folder = new URL('../../test/fixtures/domains/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.xml'))) {
    const once = formatXml(readFileSync(new URL(file, folder), 'utf8'));
    expect([file, formatXml(once)]).toEqual([file, once]);
  }
});

test('a text that is not well-formed is refused', () => {
  expect(() => formatXml('<a><b></a>')).toThrow(/not well-formed/);
});
