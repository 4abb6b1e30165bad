/**
 * Tree to text, written as libvirt writes: its own elements with single quotes and all five entities (virBufferEscape),
 * `<metadata>` with all that is in it as libxml2 dumps it (virXMLFormatMetadata, xmlNodeDump): double quotes, apostrophes as
 * they are, in attributes all beyond ASCII as references. What was read from a text and not changed since is written as it
 * was there, byte for byte.
 */
import type { XmlDocument, XmlElement, XmlNode } from './element.ts';

export function serializeXml(document: XmlDocument): string {
  return document.prolog + serializeElement(document.root) + document.epilog;
}

/** One element with all it contains. */
export function serializeElement(element: XmlElement): string {
  const parts: string[] = [];
  write(element, isWithinDumped(element), parts);
  return parts.join('');
}

function write(node: XmlNode, foreign: boolean, out: string[]): void {
  switch (node.kind) {
    case 'element':
      writeElement(node, foreign || isDumped(node), out);
      break;
    case 'text':
      out.push(node.source?.value === node.text ? node.source.raw : escapeText(node.text, foreign));
      break;
    case 'cdata':
      out.push(`<![CDATA[${node.text}]]>`);
      break;
    case 'comment':
      out.push(`<!--${node.text}-->`);
      break;
    case 'instruction':
      out.push(`<?${node.target}${node.rest}?>`);
      break;
    default:
      node satisfies never;
  }
}

/** Namespaces of `<qemu:commandline>`, `<dnsmasq:options>` and their like, which libvirt understands and prints itself. */
const libvirtNamespaces = 'http://libvirt.org/schemas/';

/** What libvirt keeps as a tree and writes by libxml2. */
const isDumped = ({ name, namespace }: XmlElement): boolean =>
  name === 'metadata' || (namespace !== undefined && !namespace.startsWith(libvirtNamespaces));

function isWithinDumped(element: XmlElement): boolean {
  for (let each: XmlElement | undefined = element; each !== undefined; each = each.parent) {
    if (isDumped(each)) return true;
  }
  return false;
}

/** @param foreign written by libxml2, with all that is in it */
function writeElement(element: XmlElement, foreign: boolean, out: string[]): void {
  const quote = foreign ? '"' : "'";
  const { layout } = element;
  out.push(`<${element.name}`);
  for (const [name, value] of element.attributes) {
    const was = layout?.attributes.get(name);
    const mark = was?.quote ?? quote;
    const written = was?.value === value ? was.raw : escapeAttribute(value, mark === '"', foreign);
    out.push(was?.before ?? ` ${name}=`, mark, written, mark);
  }
  if (layout !== undefined) out.push(layout.tail);
  if (element.nodes.length === 0 && layout?.pair !== true) {
    out.push('/>');
    return;
  }
  out.push('>');
  for (const node of element.nodes) write(node, foreign, out);
  out.push(`</${element.name}${layout?.end ?? ''}>`);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
const entity = (character: string): string => entities[character] ?? character;

function escapeText(text: string, foreign: boolean): string {
  return text.replace(foreign || text.trim() === '' ? /[&<>\r]/g : /[&<>"'\r]/g, entity);
}

function escapeAttribute(value: string, double: boolean, foreign: boolean): string {
  const escaped = value.replace(double ? /[&<>"\t\n\r]/g : /[&<>"'\t\n\r]/g, entity);
  if (!foreign) return escaped;
  return escaped.replace(
    /[^\0-\u007f]/gu,
    (character) => `&#x${character.codePointAt(0)?.toString(16).toUpperCase()};`,
  );
}
