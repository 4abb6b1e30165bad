import { expect, test } from 'vitest';
import { validateRelaxNg } from './relaxNgValidator.ts';

const files = new Map([
  [
    'main.rng',
    `<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="parts.rng"/>
     <start><element name="vm"><ref name="name"/></element></start></grammar>`,
  ],
  [
    'parts.rng',
    `<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
     <define name="name"><element name="name"><attribute name="size"><data type="unsignedInt"/></attribute></element></define>
     </grammar>`,
  ],
]);
const validate = (xml: string) => validateRelaxNg({ main: 'main.rng', files }, xml);

test('what the grammar and the files it includes allow is right', async () => {
  expect(await validate('<vm><name size="1"/></vm>')).toEqual([]);
});

test('what they do not allow is said in the words of the validator', async () => {
  const faults = await validate('<vm>\n<name size="many"/>\n</vm>');
  expect(faults).toContainEqual(expect.objectContaining({ by: 'schema', line: 2 }));
});

test('one validation knows nothing of the files of another', async () => {
  await validate('<vm/>');
  await expect(
    validateRelaxNg({ main: 'main.rng', files: new Map([['main.rng', files.get('main.rng') ?? '']]) }, '<vm/>'),
  ).resolves.not.toEqual([]);
});
