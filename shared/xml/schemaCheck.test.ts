import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Schema } from './schema.ts';
import { checkSchema, tagsOf, textPlace } from './schemaCheck.ts';
import { parseXml } from './parse.ts';

const made: { readonly schema: Schema } = JSON.parse(
  readFileSync(new URL('../../assets/domainSchema.json', import.meta.url), 'utf8'),
);
const { schema } = made;

const domain = (devices: string, rest = ''): string =>
  `<domain type="kvm">
  <name>a</name>
  <memory unit="MiB">512</memory>
  <os><type arch="x86_64">hvm</type></os>${rest}
  <devices>
    ${devices}
  </devices>
</domain>`;
const check = (devices: string, rest?: string) => checkSchema(schema, domain(devices, rest));

test('a plain definition is right', () => {
  expect(check('<disk type="file" device="disk"><source file="/a"/><target dev="vda" bus="virtio"/></disk>')).toEqual(
    [],
  );
});

test('an unknown element is told where it stands, with what may be there', () => {
  const [fault, ...more] = check('<dsik type="file"/>');
  expect(fault).toMatchObject({ kind: 'unknownElement', name: 'dsik', parent: 'devices', line: 6, column: 5 });
  expect(fault?.kind === 'unknownElement' && fault.known).toContain('disk');
  expect(more).toEqual([]);
});

test('an unknown attribute is told at the attribute', () => {
  expect(check('<vsock model="virtio"><cid auto="yes" cat="1"/></vsock>')).toMatchObject([
    { kind: 'unknownAttribute', name: 'cat', element: 'cid', line: 6, column: 43 },
  ]);
});

test('a wrong value is told at its attribute, with the values that there are', () => {
  const [fault] = check('<vsock model="virtio"><cid auto="maybe"/></vsock>');
  expect(fault).toMatchObject({ kind: 'badValue', element: 'cid', attribute: 'auto', value: 'maybe', line: 6 });
  expect(fault?.kind === 'badValue' && fault.allowed).toEqual(['yes', 'no']);
});

test('a wrong text is told at its element', () => {
  expect(check('', '\n  <vcpu>many</vcpu>')).toMatchObject([
    { kind: 'badValue', element: 'vcpu', value: 'many', line: 5 },
  ]);
});

test('what is missing is told at the element that lacks it', () => {
  expect(checkSchema(schema, '<domain type="kvm"><memory>1</memory><os><type>hvm</type></os></domain>')).toMatchObject([
    { kind: 'missingElement', name: 'name', parent: 'domain', line: 1, column: 1 },
  ]);
});

test('another root than the schema knows is the one fault', () => {
  expect(checkSchema(schema, '<network><name>a</name></network>')).toMatchObject([
    { kind: 'unknownElement', name: 'network', parent: '' },
  ]);
});

test('metadata may hold anything, and another prefix for a known namespace is as good', () => {
  const rest = `<metadata><x:a xmlns:x="urn:x" b="1"><c/></x:a></metadata>
    <q:commandline xmlns:q="http://libvirt.org/schemas/domain/qemu/1.0"><q:arg value="-v"/></q:commandline>`;
  expect(check('', rest)).toEqual([]);
});

test('a text that is no XML is refused with its line', () => {
  expect(() => checkSchema(schema, '<domain>\n<a></b>')).toThrow(/line 2/);
});

test('tags are found past comments, CDATA and angle brackets in values', () => {
  const text = '<a><!-- <b/> --><![CDATA[<b/>]]><b x=">"/></a>';
  const { root } = parseXml(text);
  const tags = tagsOf(root, text);
  const [b] = root.children;
  expect(b && text.slice(tags.get(b)?.start, tags.get(b)?.end)).toBe('<b x=">"/>');
});

test('places count lines and columns from one', () => {
  expect(textPlace('ab\ncd', 0)).toEqual({ line: 1, column: 1 });
  expect(textPlace('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
});
