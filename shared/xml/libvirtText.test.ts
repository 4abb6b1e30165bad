/**
 * Texts as libvirt prints them, made by a second printer: what VirtDeck reads and writes again must be the same bytes, and what
 * it changes must read as libvirt itself would print it.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { XmlElement } from './element.ts';
import { parseXml } from './parse.ts';
import { serializeElement, serializeXml } from './serialize.ts';

interface Item {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly inside: string | readonly Inside[];
}
type Inside = Item | { readonly markup: string };

interface Printer {
  readonly quote: string;
  readonly text: (text: string) => string;
  readonly value: (text: string) => string;
}

const replaced = (text: string, by: Readonly<Record<string, string>>): string =>
  [...text].map((character) => by[character] ?? character).join('');
const basic = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const all = { ...basic, '"': '&quot;', "'": '&apos;' };

/** virBufferEscapeString: all five entities everywhere; tabs and line breaks as they are, in attributes too. */
const own: Printer = { quote: "'", text: (text) => replaced(text, all), value: (text) => replaced(text, all) };
/** xmlNodeDump (libxml2, xmlsave.c: xmlEscapeContent, xmlBufAttrSerializeTxtContent). */
const dumped: Printer = {
  quote: '"',
  text: (text) => replaced(text, { ...basic, '\r': '&#13;' }),
  value: (text) =>
    replaced(text, { ...basic, '"': '&quot;', '\n': '&#10;', '\t': '&#9;', '\r': '&#13;' }).replaceAll(
      /[\u0080-\u{10ffff}]/gu,
      (character) => `&#x${character.codePointAt(0)?.toString(16).toUpperCase()};`,
    ),
};

function print(node: Inside, around: Printer = own, indent = ''): string {
  if ('markup' in node) return node.markup;
  const printer = node.name === 'metadata' ? dumped : around;
  const { quote, value } = printer;
  const attributes = Object.entries(node.attributes).map(([name, text]) => ` ${name}=${quote}${value(text)}${quote}`);
  const start = `<${node.name}${attributes.join('')}`;
  if (node.inside.length === 0) return `${start}/>`;
  const inside =
    typeof node.inside === 'string'
      ? printer.text(node.inside)
      : `${node.inside.map((each) => `\n${indent}  ${print(each, printer, `${indent}  `)}`).join('')}\n${indent}`;
  return `${start}>${inside}</${node.name}>`;
}

// Characters that XML has, those among them that printers treat in a way of their own more often than chance would.
const isLegal = (text: string): boolean =>
  !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(text);
const marks = fc.constantFrom(
  '&',
  '<',
  '>',
  '"',
  "'",
  ']]>',
  '\t',
  '\n',
  '\r',
  ' ',
  '\u007f',
  '\u0085',
  '\u2028',
  '小',
);
const characters = fc.oneof(marks, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }).filter(isLegal));
const words = fc.array(characters, { maxLength: 5 }).map((parts) => parts.join(''));

const attributesNamed = (...names: readonly string[]) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), words), { selector: ([name]) => name })
    .map(Object.fromEntries<string>);

const markup = fc
  .constantFrom(
    '<!-- one & <two> -->',
    '<!---->',
    '<![CDATA[x < y && "z" > ]]>',
    '<![CDATA[]]>',
    '<?pi?>',
    `<?pi some <data> & 'q' "r"  ?>`,
    '<?pi\ttab\n?>',
  )
  .map((text) => ({ markup: text }));

const { ownItem, foreignItem } = fc.letrec<{ ownItem: Item; foreignItem: Item }>((tie) => ({
  ownItem: fc.record({
    name: fc.constantFrom('disk', 'source', 'qemu:arg'),
    attributes: attributesNamed('file', 'dev'),
    inside: fc.oneof({ depthSize: 'small' }, words, fc.array(tie('ownItem'), { maxLength: 3 })),
  }),
  foreignItem: fc.record({
    name: fc.constantFrom('a:app', 'plain', 'b:x', 'qemu:arg'),
    attributes: attributesNamed('one', 'a:two', 'xml:lang'),
    inside: fc.oneof({ depthSize: 'small' }, words, fc.array(fc.oneof(tie('foreignItem'), markup), { maxLength: 3 })),
  }),
}));

const definition = fc
  .record({ items: fc.array(ownItem, { maxLength: 3 }), foreign: fc.array(foreignItem, { maxLength: 3 }) })
  .map(({ items, foreign }): Item => {
    const scopes = { 'xmlns:a': 'urn:a', 'xmlns:b': 'urn:b', xmlns: 'urn:default' };
    const metadata: Item = {
      name: 'metadata',
      attributes: {},
      inside: [{ name: 'a:all', attributes: scopes, inside: foreign }],
    };
    return {
      name: 'domain',
      attributes: { type: 'kvm', 'xmlns:qemu': 'http://libvirt.org/schemas/domain/qemu/1.0' },
      inside: [metadata, ...items],
    };
  });

/** Every element of both, in the order of the text. */
const itemsOf = (item: Item): readonly Item[] => [
  item,
  ...(typeof item.inside === 'string' ? [] : item.inside.flatMap((each) => ('markup' in each ? [] : itemsOf(each)))),
];
const elementsOf = (element: XmlElement): readonly XmlElement[] => [element, ...element.children.flatMap(elementsOf)];

/** The same with one item in another's place. */
const withItem = (item: Item, old: Item, replacement: Item): Item => {
  if (item === old) return replacement;
  if (typeof item.inside === 'string') return item;
  return {
    ...item,
    inside: item.inside.map((each) => ('markup' in each ? each : withItem(each, old, replacement))),
  };
};

describe('a definition as libvirt prints it', () => {
  test('is written back byte for byte', () => {
    fc.assert(
      fc.property(definition, (item) => {
        const text = `${print(item)}\n`;
        expect(serializeXml(parseXml(text))).toBe(text);
      }),
    );
  });

  // In libvirt's own attributes a raw line break is read back as a blank: those that are new are written as references.
  const steady = words.map((text) => text.replaceAll(/[\t\n\r]/g, ''));

  test('is after an edit of one attribute what libvirt would print with that attribute changed', () => {
    fc.assert(
      fc.property(definition, fc.nat(), steady, fc.nat(), (item, at, value, which) => {
        const items = itemsOf(item);
        const target = items[at % items.length] ?? item;
        const names = ['new', ...Object.keys(target.attributes).filter((each) => !each.startsWith('xmlns'))];
        const name = names[which % names.length] ?? 'new';
        const document = parseXml(print(item));
        elementsOf(document.root)[at % items.length]?.setAttribute(name, value);
        const changed = { ...target, attributes: { ...target.attributes, [name]: value } };
        expect(serializeXml(document)).toBe(print(withItem(item, target, changed)));
      }),
    );
  });

  test('is after an edit of one text what libvirt would print with that text changed', () => {
    fc.assert(
      fc.property(definition, fc.nat(), steady, (item, at, rest) => {
        const items = itemsOf(item);
        const target = items[at % items.length] ?? item;
        fc.pre(typeof target.inside === 'string');
        const text = `x${rest}`;
        const document = parseXml(print(item));
        elementsOf(document.root)[at % items.length]?.setText(text);
        expect(serializeXml(document)).toBe(print(withItem(item, target, { ...target, inside: text })));
      }),
    );
  });
});

describe('what is new in a definition', () => {
  test('is written in the way of the place it stands in', () => {
    const foreign = `<metadata>\n    <a:app xmlns:a="urn:a">\n      <a:x/>\n    </a:app>\n  </metadata>`;
    const document = parseXml(`<domain>\n  ${foreign}\n  <devices/>\n</domain>\n`);
    const app = document.root.child('metadata')?.children[0];
    app?.addChild('a:y').setAttribute('v', `it's 小`);
    document.root.child('devices')?.addChild('disk').setAttribute('v', `it's 小`);
    expect(serializeXml(document)).toBe(
      `<domain>\n  <metadata>\n    <a:app xmlns:a="urn:a">\n      <a:x/>\n      <a:y v="it's &#x5C0F;"/>\n    </a:app>\n` +
        `  </metadata>\n  <devices>\n    <disk v='it&apos;s 小'/>\n  </devices>\n</domain>\n`,
    );
    expect(app && serializeElement(app)).toContain(`<a:y v="it's &#x5C0F;"/>`);
  });

  test('in a namespace that libvirt understands is written as its own: it prints those itself', () => {
    const uri = 'http://libvirt.org/schemas/network/dnsmasq/1.0';
    const { root } = parseXml(`<network xmlns:dnsmasq='${uri}'><dnsmasq:options/></network>`);
    const option = new XmlElement('dnsmasq:option');
    option.setAttribute('value', `"it's"`);
    root.children[0]?.insert(option);
    expect(serializeElement(option)).toBe(`<dnsmasq:option value='&quot;it&apos;s&quot;'/>`);
  });
});

describe('nothing of an instruction is lost', () => {
  test.each(['<?pi?>', '<?pi ?>', '<?pi\tx?>', '<?pi\n  x ?>'])('%j', (instruction) => {
    const text = `<a>${instruction}</a>`;
    expect(serializeXml(parseXml(text))).toBe(text);
  });
});
