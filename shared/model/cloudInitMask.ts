/** The files of a seed as they are shown: without the secrets that hand-written ones may have in them. */
import { isPair, isScalar, parseDocument, visit, type Document } from 'yaml';
import { MASK, type FirstBootFile } from './firstBoot.ts';

/** Keys of cloud-init, of network configurations and of Ubuntu's installer under which there is something secret. */
const secretKey =
  /^(?:.*_)?(?:passwd|password|secret|token|private|authkey|psk)$|^(?:plain_text|hashed)_passwd$|-password$/;
/** Not secret in spite of its name. */
const harmless = /^lock_passwd$/;
/** What is no YAML: `user:password` lines of chpasswd, and assignments. */
const assignment = /(\b\w*(?:passwd|password|secret|token)\w*["']?\s*[=:]\s*)(?!\s)[^\n]+/gi;
/** PEM blocks, wherever they stand. */
const privateKey = /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----)/g;

export const maskFile = ({ name, text }: FirstBootFile): FirstBootFile => ({ name, text: maskSecrets(text) });

/** The text with the mask for every secret; all else, comments and lines too, stays as it was written. */
export function maskSecrets(text: string): string {
  const document = parseDocument(text, { version: '1.1', prettyErrors: false });
  const yaml = document.errors.length === 0 && !text.startsWith('#!');
  const masked = yaml ? replace(text, secretRanges(document)) : text.replace(assignment, `$1${MASK}`);
  return masked.replace(privateKey, `$1 ${MASK} $2`);
}

type Range = readonly [from: number, to: number];

function secretRanges(document: Document.Parsed): readonly Range[] {
  const ranges: Range[] = [];
  visit(document, {
    Pair(_, { key, value }, path) {
      if (!isScalar(key) || !isScalar(value) || !value.range || typeof value.value === 'boolean') return;
      if (isSecret(String(key.value), path)) ranges.push([value.range[0], value.range[1]]);
    },
  });
  return ranges;
}

/** `chpasswd: { list: "user:password" }` too; what is above a pair is a mapping, and above that the pair that holds it. */
function isSecret(name: string, path: readonly unknown[]): boolean {
  if (secretKey.test(name)) return !harmless.test(name);
  const above = path.at(-2);
  return name === 'list' && isPair(above) && isScalar(above.key) && above.key.value === 'chpasswd';
}

/** A block ends with the line break before what follows; that one stays. */
function replace(text: string, ranges: readonly Range[]): string {
  let result = text;
  for (const [from, to] of ranges.toReversed()) {
    const end = result.slice(from, to).endsWith('\n') ? to - 1 : to;
    result = `${result.slice(0, from)}'${MASK}'${result.slice(end)}`;
  }
  return result;
}
