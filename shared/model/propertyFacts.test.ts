import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FieldTraits } from '../xml/traits.ts';
import { namedDeviceTables } from './devices/index.ts';
import { readDomainCapabilities } from './domainCapabilities.ts';
import { namedDomain } from './editDefinition.ts';

const fixture = new URL('../../test/fixtures/host/domainCapabilities.xml', import.meta.url);
const { enums } = readDomainCapabilities(readFileSync(fixture, 'utf8'));

/** What a host tells that is no choice of a property: a switch, a feature with a property of its own, or libvirt's own business. */
const noChoice: readonly string[] = [
  'loader.readonly',
  'loader.secure',
  'hyperv.features',
  'hostdev.startupPolicy', // all of libvirt's words, with one that a definition can't have
  'hostdev.capsType',
  'hostdev.pciBackend',
];

type Fields = Readonly<Record<string, FieldTraits>>;
const tables: readonly (readonly [string, Fields])[] = [
  ['domain', namedDomain.fields],
  ...Object.entries(namedDeviceTables).map(([kind, table]) => [kind, table?.fields ?? {}] as const),
];
const properties = tables.flatMap(([kind, fields]) =>
  Object.entries(fields).map(([name, field]) => ({ name: `${kind}.${name}`, field, fields })),
);
const told = properties.flatMap(({ name, field }) =>
  field.capability === undefined ? [] : [{ name, field, capability: field.capability }],
);

describe('choices that a host tells', () => {
  test.each(told)('$name knows the words of $capability', ({ field, capability }) => {
    expect(field.kind).toBe('choice');
    expect((enums[capability] ?? []).filter((word) => field.allowed?.includes(word) !== true)).toEqual([]);
  });

  test('reach a property, every one of them', () => {
    const used = [...told.map(({ capability }): string => capability), ...noChoice];
    expect(Object.keys(enums).filter((source) => !used.includes(source))).toEqual([]);
  });
});

describe('when a property has a meaning', () => {
  const conditions = properties.flatMap(({ name, field, fields }) =>
    Object.entries(field.when ?? {}).map(([other, values]) => ({ name, other, values, field: fields[other] })),
  );
  test.each(conditions)('$name goes by $other, a property beside it, and by values that one can have', (condition) => {
    const { field, values } = condition;
    expect(field).toBeDefined();
    const possible: readonly unknown[] = field?.kind === 'flag' ? [true] : (field?.allowed ?? []);
    expect(values.filter((value) => value !== null && !possible.includes(value))).toEqual([]);
  });
  const defaulted = conditions.filter(({ field }) => field?.default !== undefined);
  test.each(defaulted)('$name takes $other that is not set for its default', ({ values, field }) => {
    expect(values.includes(null)).toBe(values.some((each) => each === field?.default));
  });
});

describe('a unit', () => {
  test.each(properties.filter(({ field }) => field.unit !== undefined))('is of a number: $name', ({ field }) => {
    expect(['integer', 'size', 'text']).toContain(field.kind);
  });
  test.each(properties.filter(({ field }) => field.kind === 'size'))('is there for a size: $name', ({ field }) => {
    expect(field.unit).toBeDefined();
  });
});
