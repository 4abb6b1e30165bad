import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { completionsAt, documentationOf, nameAt, type Completion } from './complete.ts';
import type { Schema } from './schema.ts';

const made: { readonly schema: Schema } = JSON.parse(
  readFileSync(new URL('../../assets/domainSchema.json', import.meta.url), 'utf8'),
);

/** What is offered at `|`. */
const at = (marked: string): readonly Completion[] =>
  completionsAt(made.schema, marked.replace('|', ''), marked.indexOf('|'))?.options ?? [];
const labels = (marked: string): readonly string[] => at(marked).map(({ label }) => label);

test('children of the element around, those that must be there first', () => {
  expect(labels('<domain><|').slice(0, 1)).toEqual(['name']);
  expect(labels('<domain><devices><|')).toEqual(expect.arrayContaining(['disk', 'interface', 'graphics']));
  expect(labels('<domain><devices><|')).not.toContain('vcpu');
});

test('an element comes with the attributes it needs and a gap inside; one that holds nothing closes itself', () => {
  const template = (marked: string, name: string) => at(marked).find(({ label }) => label === name)?.template;
  expect(template('<domain><|', 'title')).toBe('title>${}</title>');
  expect(template('<domain><devices><disk><|', 'readonly')).toBe('readonly${}/>');
  expect(template('<domain><cpu><|', 'topology')).toBe("topology sockets='${}' cores='${}' threads='${}'${}/>");
});

test('in front of a tag that is there only the name is offered', () => {
  expect(at('<domain><|memory>1</memory>').every(({ template }) => template === undefined)).toBe(true);
});

test('attributes that are there are not offered again', () => {
  expect(labels("<domain><devices><disk type='file' |")).toContain('device');
  expect(labels("<domain><devices><disk type='file' |")).not.toContain('type');
});

test('values of an attribute, whatever it has now', () => {
  expect(labels("<domain><devices><disk type='file'><driver cache='|")).toContain('writeback');
  expect(labels('<domain><on_crash>|')).toContain('restart');
});

test('what depends on an attribute follows it', () => {
  expect(labels("<domain><devices><disk type='file'><source |")).toContain('file');
  expect(labels("<domain><devices><disk type='network'><source |")).not.toContain('file');
});

test('an end tag closes the element around', () => {
  expect(at('<domain><os></|')).toMatchObject([{ kind: 'end', label: 'os', template: 'os>' }]);
});

test('the name under the pointer has a path, as the documentation has keys', () => {
  expect(nameAt("<domain><vcpu placement='static'>", 10)?.path).toBe('domain/vcpu');
  expect(nameAt("<domain><vcpu placement='static'>", 16)).toEqual({ path: 'domain/vcpu@placement', from: 14, to: 23 });
  expect(nameAt("<domain><vcpu placement='static'>", 27)).toBeUndefined();
});

test('the longest end of a path that is documented wins', () => {
  const docs = { 'disk/driver@cache': 1, 'driver@cache': 2, driver: 3 };
  expect(documentationOf(docs, 'domain/devices/disk/driver@cache')).toBe(1);
  expect(documentationOf(docs, 'domain/devices/filesystem/driver@cache')).toBe(2);
  expect(documentationOf(docs, 'domain/devices/disk/driver')).toBe(3);
  expect(documentationOf(docs, 'domain')).toBeUndefined();
});
