import { expect, test } from 'vitest';
import { xmlCursor, type XmlCursor } from './cursor.ts';

/** The place of `|` in the text, with the path as `a/b[type=file]`. */
function at(marked: string): string {
  const cursor = xmlCursor(marked.replace('|', ''), marked.indexOf('|'));
  if (cursor.kind === 'nowhere') return 'nowhere';
  const attribute = cursor.kind === 'value' ? ` @${cursor.attribute}` : '';
  return `${cursor.kind} ${pathOf(cursor)}${attribute} "${cursor.word}"`;
}

function pathOf(cursor: Exclude<XmlCursor, { kind: 'nowhere' }>): string {
  return cursor.path
    .map(({ name, attributes }) => name + [...attributes].map(([key, value]) => `[${key}=${value}]`).join(''))
    .join('/');
}

test('behind < the name of an element is typed', () => {
  expect(at('<a><b/><|')).toBe('element a ""');
  expect(at('<a><di|</a>')).toBe('element a "di"');
  expect(at('<|')).toBe('element  ""');
});

test('behind </ an element is closed', () => {
  expect(at('<a><b></|')).toBe('end a/b ""');
});

test('in a tag, names of attributes are typed', () => {
  expect(at('<a><b |/></a>')).toBe('attribute a/b ""');
  expect(at('<a><b type="file" ca|></b></a>')).toBe('attribute a/b[type=file] "ca"');
  expect(at('<a><b | type="file"/></a>')).toBe('attribute a/b[type=file] ""');
});

test('between quotes a value is typed, of both kinds, finished or not', () => {
  expect(at('<a><b type="fi|"/></a>')).toBe('value a/b[type=fi] @type "fi"');
  expect(at("<a><b type='|'/></a>")).toBe('value a/b[type=] @type ""');
  expect(at('<a><b x="1" type="fi|\n</a>')).toBe('value a/b[x=1] @type "fi"');
});

test('between tags there is text', () => {
  expect(at('<a><b/>te|xt</a>')).toBe('text a "te"');
  expect(at('<a><b>x</b></a>|')).toBe('text  ""');
});

test('elements that are closed are not on the path, even if those inside them are not', () => {
  expect(at('<a><b><c></b><|')).toBe('element a ""');
  expect(at('<a></x><|')).toBe('element a ""');
});

test('comments, CDATA and instructions hold no elements', () => {
  expect(at('<a><!-- <b> | --></a>')).toBe('nowhere');
  expect(at('<a><!-- unfinished |')).toBe('nowhere');
  expect(at('<a><![CDATA[<b>]]><|')).toBe('element a ""');
});

test('an angle bracket in a value ends no tag', () => {
  expect(at('<a x=">"><|')).toBe('element a[x=>] ""');
});
