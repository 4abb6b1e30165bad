import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { XmlElement } from './element.ts';
import { parseXml } from './parse.ts';
import { serializeElement, serializeXml } from './serialize.ts';

const folder = join(import.meta.dirname, '../../test/fixtures/domains');
const fixtures = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
const roundTrip = (text: string): string => serializeXml(parseXml(text));

function failure(text: string): AppError {
  try {
    parseXml(text);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('was accepted');
}

describe('what libvirt printed comes out byte for byte', () => {
  test.each(fixtures)('%s', (_file, text) => {
    expect(roundTrip(text)).toBe(text);
  });
});

describe('nothing between two tags is lost', () => {
  test.each([
    ['comments', '<a><!-- one --><b/><!-- two --></a>'],
    ['CDATA', '<a><![CDATA[x < y && "z"]]></a>'],
    ['processing instructions', '<?xml version="1.0" encoding="UTF-8"?>\n<a><?php echo 1 ?></a>'],
    ['comments around the root', '<!-- before -->\n<a/>\n<!-- after -->\n'],
    ['namespaces and prefixes', '<a xmlns:q=\'urn:q\'><q:b q:c="1"/></a>'],
    ['mixed content', '<a>one<b/>two<c/>three</a>'],
    ['line breaks in attributes', "<a b='one&#10;two&#9;three'/>"],
    ['line separators that XML 1.0 does not know', "<a b='\u2028'>\u0085 \u2028</a>"],
    ['the replacement character', '<a>\ufffd</a>'],
    ['quotes of both kinds', `<a b="it's" c='say "so"'/>`],
    ['quotes that need no entity, and entities that need not be', `<a b="&apos;&#65;">'"&gt;&#x42;</a>`],
    ['tags over several lines', '<a\n\tb = "1"\n\tc=\'2\'\n>\n<b ></b >\n<c\t/></a\n>'],
    ['line ends of another system', '<a b="1"\r\n>\r\none\r\n<!-- two\r\n--></a>\r\n'],
    ['characters beyond the basic plane', '<a>😀 中文</a>'],
  ])('%s', (_what, text) => {
    expect(roundTrip(text)).toBe(text);
  });

  test('any tree of text and attributes reads back as it was written', () => {
    const words = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/u.test(text));
    const { tree } = fc.letrec<{ tree: XmlElement }>((tie) => ({
      tree: fc
        .record({
          name: fc.constantFrom('disk', 'source', 'x'),
          attribute: words,
          inside: fc.oneof(
            { depthSize: 'small', withCrossShrink: true },
            words,
            fc.array(tie('tree'), { maxLength: 3 }),
          ),
        })
        .map(({ name, attribute, inside }) => {
          const element = new XmlElement(name);
          element.setAttribute('a', attribute);
          if (typeof inside === 'string') element.setText(inside);
          else for (const child of inside) element.appendNode(child);
          return element;
        }),
    }));
    fc.assert(
      fc.property(tree, (element) => {
        const text = serializeElement(element);
        const again = parseXml(text).root;
        expect(serializeElement(again)).toBe(text);
        expect(again.attribute('a')).toBe(element.attribute('a'));
        expect(again.text).toBe(element.text);
      }),
    );
  });
});

describe('an edit keeps how the rest was written', () => {
  const edited = (text: string, edit: (root: XmlElement) => void): string => {
    const document = parseXml(text);
    edit(document.root);
    return serializeXml(document);
  };
  test('the other attributes of a tag, and the quotes of the one that changed', () => {
    expect(edited(`<a  b = "x"\n c='&#65;' />`, (root) => root.setAttribute('b', `"it's"`))).toBe(
      `<a  b = "&quot;it's&quot;"\n c='&#65;' />`,
    );
    expect(edited(`<a b="1" c='2' ></a>`, (root) => root.setAttribute('b', undefined))).toBe(`<a c='2' ></a>`);
    expect(edited(`<a b="1"/>`, (root) => root.setAttribute('c', '2'))).toBe(`<a b="1" c='2'/>`);
  });
  test('a text that gets its old value back is written as it was', () => {
    const text = `<a>&#65;'b'</a>`;
    expect(
      edited(text, (root) => {
        root.setText('other');
        root.setText(`A'b'`);
      }),
    ).toBe(text);
  });
});

describe('what is not well-formed is refused with its place', () => {
  test.each([
    ['<a>\n  <b></c>\n</a>', 2],
    ['<a>\n<b x=1/></a>', 2],
    ['<a x="1" x="2"/>', 1],
    ['<a>\n\nfish & chips</a>', 3],
    ['<a>&nbsp;</a>', 1],
    ['<a>\n&#x110000;</a>', 2],
    ['<a>&#0;</a>', 1],
    ['<a>\n\u0000</a>', 2],
    ['<!DOCTYPE a [<!ENTITY b "c">]>\n<a/>', 1],
    ['<a/><b/>', 1],
    ['<a/>junk', 1],
    ['<a>', 1],
    ['just words', 1],
    ['', 1],
    [`${'<a>'.repeat(300)}${'</a>'.repeat(300)}`, 1],
  ])('%j', (text, line) => {
    const error = failure(text);
    expect(error.code).toBe('invalidArgument');
    expect(error.data.params?.['line']).toBe(line);
    expect(error.data.params?.['column']).toBeGreaterThan(0);
  });

  test('an ampersand in a comment or CDATA is none of our business', () => {
    expect(parseXml('<a><!-- R&D --><![CDATA[R&D]]></a>').root.text).toBe('R&D');
  });
});

describe('an added element stands on a line of its own where its siblings do', () => {
  const edited = (text: string, edit: (root: XmlElement) => void): string => {
    const document = parseXml(text);
    edit(document.root);
    return serializeXml(document);
  };
  test('after the last one of its name', () => {
    expect(edited('<d>\n  <a/>\n  <b/>\n</d>', (root) => root.addChild('a'))).toBe('<d>\n  <a/>\n  <a/>\n  <b/>\n</d>');
  });
  test('at the end when it is the first of its name', () => {
    expect(edited('<d>\n  <a/>\n</d>', (root) => root.addChild('c'))).toBe('<d>\n  <a/>\n  <c/>\n</d>');
  });
  test('one level deeper when its parent was empty', () => {
    expect(edited('<d>\n  <a/>\n</d>', (root) => root.child('a')?.addChild('x'))).toBe(
      '<d>\n  <a>\n    <x/>\n  </a>\n</d>',
    );
  });
  test('without white space where the text has none', () => {
    expect(edited('<d><a/></d>', (root) => root.addChild('c'))).toBe('<d><a/><c/></d>');
  });
  test('and takes its line along when it is removed', () => {
    expect(edited('<d>\n  <a/>\n  <b/>\n</d>', (root) => root.child('a')?.remove())).toBe('<d>\n  <b/>\n</d>');
  });
  test('a foreign element declares its namespace', () => {
    const text = edited('<d/>', (root) => root.addChild('libosinfo:os'));
    expect(parseXml(text).root.child('libosinfo:os')?.namespace).toBe('http://libosinfo.org/xmlns/libvirt/domain/1.0');
  });
});

describe('metadata is written as libxml2 dumps it', () => {
  test.each([
    [
      'a namespace declared on metadata itself',
      '<metadata xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">',
    ],
    [
      'an attribute beyond ASCII',
      '<metadata>\n    <nova:flavor xmlns:nova="urn:nova" name="&#x5C0F;&#x578B;" size="it\'s"/>',
    ],
  ])('%s comes out as it was', (_what, start) => {
    const text = `<domain type='qemu'>\n  ${start}\n  </metadata>\n</domain>\n`;
    expect(roundTrip(text)).toBe(text);
  });

  test('what is new in it too: double quotes, references for what is beyond ASCII in attributes, plain text', () => {
    const { root } = parseXml(`<domain><metadata><n:a xmlns:n="urn:n"><n:b/></n:a></metadata></domain>`);
    const metadata = root.child('metadata');
    metadata?.setAttribute('xmlns:m', 'urn:m');
    const inner = metadata?.children[0]?.children[0];
    inner?.setAttribute('name', `小型 "it's" 😀`);
    inner?.setText(`小型 "it's"`);
    expect(serializeElement(root)).toBe(
      `<domain><metadata xmlns:m="urn:m"><n:a xmlns:n="urn:n"><n:b name="&#x5C0F;&#x578B; &quot;it's&quot; &#x1F600;">小型 "it's"</n:b></n:a></metadata></domain>`,
    );
  });

  test('outside of it nothing changes: libvirt writes its own attributes as they are', () => {
    const { root } = parseXml(`<domain><title/></domain>`);
    root.setAttribute('x', '小型');
    expect(serializeElement(root)).toBe(`<domain x='小型'><title/></domain>`);
  });
});

test('bytes of an old locale, kept as lone surrogates, pass through', () => {
  const text = `<volume><name>\u043d\udca8\udcce.img</name><x a='\udcff'/></volume>`;
  expect(roundTrip(text)).toBe(text);
  expect(parseXml(text).root.child('name')?.text).toBe('\u043d\udca8\udcce.img');
});
