/** What the properties of a definition are called, in a file of its own per language: most pages never need it. */

export interface PropertyText {
  /** Short; with the unit where the value has one. */
  readonly label: string;
  /** One sentence: what it does, when to change it or what is usual. Every property has one. */
  readonly hint?: string;
  /** Values whose libvirt word does not explain itself. */
  readonly values?: Readonly<Record<string, string>>;
  /** Of `records`: the columns. */
  readonly fields?: Readonly<Record<string, PropertyText>>;
}

/** By kind (`domain`, or the element of a device) and property. `character` and `common` hold what several kinds have alike. */
export type PropertyTexts = Readonly<Record<string, Readonly<Record<string, PropertyText>>>>;

export const loadPropertyTexts: Readonly<Record<'en' | 'zh-CN', () => Promise<PropertyTexts>>> = {
  en: async () => (await import('./properties.en.ts')).properties,
  'zh-CN': async () => (await import('./properties.zh-CN.ts')).properties,
};

const characterDevices: ReadonlySet<string> = new Set(['serial', 'parallel', 'console', 'channel']);

/** Where the words of a kind are looked for, the nearest first. */
export const groupsOf = (kind: string): readonly string[] =>
  characterDevices.has(kind) ? [kind, 'character', 'common'] : kind === 'domain' ? [kind] : [kind, 'common'];

/** @param path of the property, and of a column where it is about one: `['domain', 'vcpuPins', 'cpuset']` */
export function propertyText(texts: PropertyTexts, kind: string, ...path: readonly string[]): PropertyText | undefined {
  const [property = '', ...columns] = path;
  const whole = groupsOf(kind)
    .map((group) => texts[group]?.[property])
    .find((found) => found !== undefined);
  return columns.reduce<PropertyText | undefined>((text, column) => text?.fields?.[column], whole);
}

/** A property's own name as words, for one that has none yet: "readBytesPerSecond" is "Read bytes per second". */
export function nameAsWords(name: string): string {
  const words = name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
