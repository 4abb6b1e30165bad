import { describe, expect, test } from 'vitest';
import { namedDeviceTables } from '../../shared/model/devices/index.ts';
import { namedDomain } from '../../shared/model/editDefinition.ts';
import type { FieldTraits } from '../../shared/xml/traits.ts';
import { en } from './en.ts';
import { groupsOf, loadPropertyTexts, propertyText, type PropertyText, type PropertyTexts } from './propertyTexts.ts';
import { zhCN } from './zh-CN.ts';

const kinds: ReadonlyMap<string, Readonly<Record<string, FieldTraits>>> = new Map([
  ['domain', namedDomain.fields],
  ...Object.entries(namedDeviceTables).map(([kind, table]) => [kind, table?.fields ?? {}] as const),
]);

/** `kind.property`, and of records `kind.property.column`. */
const wordless = (texts: PropertyTexts): readonly string[] =>
  [...kinds].flatMap(([kind, fields]) => {
    const of = (columns: Readonly<Record<string, FieldTraits>>, path: readonly string[]): readonly string[] =>
      Object.entries(columns).flatMap(([name, { fields: inner = {} }]) => {
        const whole = [...path, name];
        return [
          ...(propertyText(texts, kind, ...whole) === undefined ? [`${kind}.${whole.join('.')}`] : []),
          ...of(inner, whole),
        ];
      });
    return of(fields, []);
  });

/** `kind.property` of those that a form shows without help. */
const helpless = (texts: PropertyTexts): readonly string[] =>
  [...kinds].flatMap(([kind, fields]) =>
    Object.keys(fields)
      .filter((property) => (propertyText(texts, kind, property)?.hint ?? '').trim() === '')
      .map((property) => `${kind}.${property}`),
  );

/** Every hint by its group and property. */
const hintsOf = (texts: PropertyTexts): readonly (readonly [string, string])[] =>
  Object.entries(texts).flatMap(([group, properties]) =>
    Object.entries(properties).flatMap(([property, { hint }]) =>
      hint === undefined ? [] : [[`${group}.${property}`, hint] as const],
    ),
  );

/** A tooltip is read in passing: about two lines. */
const longestHint = 120;

/** Words that no property of any kind asks for. */
const leftOver = (texts: PropertyTexts): readonly string[] => {
  const asked = new Set(
    [...kinds].flatMap(([kind, fields]) =>
      Object.keys(fields).flatMap((property) => {
        const group = groupsOf(kind).find((each) => texts[each]?.[property] !== undefined);
        return group === undefined ? [] : [`${group}.${property}`];
      }),
    ),
  );
  return Object.entries(texts)
    .flatMap(([group, properties]) => Object.keys(properties).map((property) => `${group}.${property}`))
    .filter((name) => !asked.has(name));
};

/** Values with a word that the property can not have. */
const unknownValues = (texts: PropertyTexts): readonly string[] =>
  [...kinds].flatMap(([kind, fields]) =>
    Object.entries(fields).flatMap(([property, { allowed = [] }]) =>
      allowed.length === 0
        ? []
        : Object.keys(texts[kind]?.[property]?.values ?? {})
            .filter((value) => !allowed.map(String).includes(value))
            .map((value) => `${kind}.${property}: ${value}`),
    ),
  );

/** Every label, columns included. */
const labelsOf = (properties: Readonly<Record<string, PropertyText>>): readonly string[] =>
  Object.values(properties).flatMap(({ label, fields = {} }) => [label, ...labelsOf(fields)]);

const units = { en: Object.values(en.field.units), 'zh-CN': Object.values(zhCN.field.units) };

const shape = ({ hint, values = {}, fields = {} }: PropertyText): unknown => ({
  hint: hint !== undefined,
  values: Object.keys(values),
  fields: Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, shape(text)])),
});
const shapes = (texts: PropertyTexts): unknown =>
  Object.fromEntries(
    Object.entries(texts).map(([group, properties]) => [
      group,
      Object.fromEntries(Object.entries(properties).map(([name, text]) => [name, shape(text)])),
    ]),
  );

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  test('every property that can be edited, and every column of its records, has words', async () => {
    expect(wordless(await loadPropertyTexts[language]())).toEqual([]);
  });
  test('every property that can be edited says what it does, when to change it or what is usual', async () => {
    expect(helpless(await loadPropertyTexts[language]())).toEqual([]);
  });
  test('a hint is a short sentence', async () => {
    const hints = hintsOf(await loadPropertyTexts[language]());
    expect(hints.filter(([, hint]) => hint.length > longestHint || !/[.。]$/.test(hint))).toEqual([]);
  });
  test('labels leave the unit to the property, which every page then says in the same way', async () => {
    const texts = await loadPropertyTexts[language]();
    const inside = Object.values(texts)
      .flatMap(labelsOf)
      .map((label) => /[(（]([^()（）]*)[)）]$/.exec(label)?.[1] ?? '');
    expect(inside.filter((text) => units[language].includes(text))).toEqual([]);
  });
  test('no words are kept for what no table has', async () => {
    const texts = await loadPropertyTexts[language]();
    expect(leftOver(texts)).toEqual([]);
    expect(unknownValues(texts)).toEqual([]);
  });
});

test('both languages explain the same properties and values', async () => {
  const [english, chinese] = await Promise.all([loadPropertyTexts.en(), loadPropertyTexts['zh-CN']()]);
  expect(shapes(chinese)).toEqual(shapes(english));
});
