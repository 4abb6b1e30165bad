import type { TFunction } from 'i18next';
import { createInstance } from 'i18next';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { Schema } from '../../shared/xml/schema.ts';
import { en } from '../words/en.ts';
import { faultsOf, nearest } from './xmlFaults.ts';

const made: { readonly schema: Schema } = JSON.parse(
  readFileSync(new URL('../../assets/domainSchema.json', import.meta.url), 'utf8'),
);
let t: TFunction;

beforeAll(async () => {
  const words = createInstance();
  t = await words.init({
    lng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
});

test('what is no XML is an error at its line', () => {
  expect(faultsOf('<domain>\n<a>\n</domain>', made.schema, t)).toMatchObject([{ severity: 'error', line: 2 }]);
});

test('what the schema does not know is a warning that says what was probably meant', () => {
  const text = "<domain type='kvm'><name>a</name><memroy>1</memroy><os><type>hvm</type></os></domain>";
  const [mark] = faultsOf(text, made.schema, t);
  expect(mark).toMatchObject({ severity: 'warning', line: 1 });
  expect(mark?.message).toContain('“memory”');
});

test('without a schema only XML is asked for', () => {
  expect(faultsOf('<anything/>', undefined, t)).toEqual([]);
});

test('a word is meant when few characters are between, a swap being one', () => {
  expect(nearest('memroy', ['memory', 'name'])).toBe('memory');
  expect(nearest('dsik', ['disk', 'sound'])).toBe('disk');
  expect(nearest('x', ['disk', 'sound'])).toBeUndefined();
  expect(nearest('anything', [])).toBeUndefined();
});
