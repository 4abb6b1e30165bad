/** YAML that PyYAML reads as it is meant: cloud-init and Ubuntu's installer read YAML 1.1 by it, where `no` and `1:30` are no texts. */
import { Document, visit, type Tags } from 'yaml';

/** What PyYAML takes for more than a text where it stands plain or in a block: merge keys, document ends, line breaks of its own. */
const special = /^(?:=|<<)$|^(?:---|\.\.\.)|^\s|[^\n\x20-\x7e]/m;
/** Taken for line breaks, or not taken at all, even between quotes. */
const unprintable = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** There are no merges in what is written here; the text `<<` would be taken for one. */
const withoutMerge = (tags: Tags): Tags =>
  tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge');

/** @param value made of objects, lists, texts, numbers and booleans */
export function yamlText(value: unknown): string {
  const document = new Document(value, { version: '1.1', customTags: withoutMerge });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && special.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  // Lines aren't folded, so that what is long can be read and copied.
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  return text.replace(unprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
