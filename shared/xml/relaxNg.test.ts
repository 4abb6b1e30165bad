import { expect, test } from 'vitest';
import { compileRelaxNg, includesOf } from './relaxNg.ts';
import { parseXml } from './parse.ts';
import { attributesAt, childrenAt, typesAt, type PathStep, type Schema } from './schema.ts';

const grammar = (body: string): string => `<grammar xmlns="http://relaxng.org/ns/structure/1.0">${body}</grammar>`;
const compile = (body: string): Schema => compileRelaxNg('main.rng', () => grammar(body));
const step = (name: string, attributes: Readonly<Record<string, string>> = {}): PathStep => ({
  name,
  attributes: new Map(Object.entries(attributes)),
});

test('what is optional is not required, what stands alone is', () => {
  const schema = compile(`
    <start><element name="vm">
      <attribute name="id"/>
      <optional><attribute name="type"/></optional>
      <element name="name"><text/></element>
      <zeroOrMore><element name="disk"><empty/></element></zeroOrMore>
    </element></start>`);
  expect(attributesAt(schema, [step('vm')])).toEqual([
    { name: 'id', required: true },
    { name: 'type', required: false },
  ]);
  expect(childrenAt(schema, [step('vm')])).toEqual([
    { name: 'name', required: true },
    { name: 'disk', required: false },
  ]);
});

test('an attribute is one of its values, a pattern, or a data type', () => {
  const schema = compile(`
    <start><element name="vm">
      <attribute name="state"><choice><value>on</value><value>off</value></choice></attribute>
      <attribute name="mac"><data type="string"><param name="pattern">[0-9a-f]+</param></data></attribute>
      <attribute name="count"><data type="unsignedInt"/></attribute>
      <attribute name="any"><text/></attribute>
    </element></start>`);
  const type = (attribute: string) => typesAt(schema, [step('vm')], attribute);
  expect(type('state')).toEqual([{ values: ['on', 'off'] }]);
  expect(type('mac')).toEqual([{ patterns: ['[0-9a-f]+'] }]);
  expect(type('count')).toEqual([{ data: ['unsignedInt'] }]);
  expect(type('any')).toEqual([{}]);
});

test('alternatives are told apart by the attributes that only they have', () => {
  const schema = compile(`
    <start><element name="disk"><choice>
      <group><attribute name="type"><value>file</value></attribute><element name="path"><text/></element></group>
      <group><attribute name="type"><value>net</value></attribute><element name="url"><text/></element></group>
    </choice></element></start>`);
  const names = (attributes: Readonly<Record<string, string>>) =>
    childrenAt(schema, [step('disk', attributes)]).map(({ name }) => name);
  expect(names({ type: 'file' })).toEqual(['path']);
  expect(names({ type: 'net' })).toEqual(['url']);
  expect(names({})).toEqual(['path', 'url']);
});

test('a definition may contain itself', () => {
  const schema = compile(`
    <start><ref name="chain"/></start>
    <define name="chain"><element name="chain"><optional><ref name="chain"/></optional></element></define>`);
  expect(childrenAt(schema, [step('chain'), step('chain'), step('chain')])).toEqual([
    { name: 'chain', required: false },
  ]);
});

test('an include brings the other file, without what the including one says instead', () => {
  const files: Readonly<Record<string, string>> = {
    'main.rng': grammar(`
      <include href="other.rng"><define name="b"><element name="b2"><text/></element></define></include>
      <start><element name="vm"><ref name="a"/><ref name="b"/></element></start>`),
    'other.rng': grammar(`
      <define name="a"><element name="a1"><text/></element></define>
      <define name="b"><element name="b1"><text/></element></define>`),
  };
  const schema = compileRelaxNg('main.rng', (file) => files[file] ?? '');
  expect(childrenAt(schema, [step('vm')]).map(({ name }) => name)).toEqual(['a1', 'b2']);
  expect(includesOf(parseXml(files['main.rng'] ?? '').root)).toEqual(['other.rng']);
});

test('an element of a namespace is named by the last word of its URI', () => {
  const schema = compile(`
    <start><element name="vm"><optional>
      <element name="commandline" ns="http://libvirt.org/schemas/domain/qemu/1.0"><empty/></element>
    </optional></element></start>`);
  expect(childrenAt(schema, [step('vm')]).map(({ name }) => name)).toEqual(['qemu:commandline']);
  expect(schema.namespaces).toEqual({ qemu: 'http://libvirt.org/schemas/domain/qemu/1.0' });
});

test('a reference to nothing is refused by its name', () => {
  expect(() => compile('<start><ref name="lost"/></start>')).toThrow(/no definition of lost/);
});
