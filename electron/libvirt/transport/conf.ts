/** libvirt's configuration files (src/util/virconf.c): `name = value`, where a value is a text, a number or a list of such. */

export type ConfValue = string | readonly string[];

export interface Conf {
  readonly values: Readonly<Record<string, ConfValue>>;
  /** Number of the first line, from 1, that can't be understood; what follows it was not read. */
  readonly wrongLine?: number;
}

/** Text has no escapes: it ends at the quote it began with. */
const tokens =
  /(?<space>[ \t\r\n]+|#[^\n]*)|"""(?<long>[^]*?)"""|"(?<double>[^"\n]*)"|'(?<single>[^'\n]*)'|(?<word>[\w.-]+)|(?<sign>[=[\],])/y;

interface Token {
  /** A text or number, a name, or one of `=`, `[`, `]`, `,`. */
  readonly kind: 'text' | 'word' | '=' | '[' | ']' | ',';
  readonly text: string;
  readonly line: number;
}

export function readConf(text: string): Conf {
  const values: Record<string, ConfValue> = {};
  const { found, wrongLine } = tokensOf(text.replace(/^\uFEFF/, ''));
  let at = 0;
  const is = (kind: Token['kind']): boolean => found[at]?.kind === kind;
  const isScalar = (): boolean => is('text') || is('word');
  const wrong = (): Conf => ({ values, wrongLine: found[at]?.line ?? wrongLine ?? text.split('\n').length });
  while (at < found.length) {
    const name = found[at]?.text ?? '';
    if (!is('word')) return wrong();
    at += 1;
    if (!is('=')) return wrong();
    at += 1;
    if (isScalar()) values[name] = found[at]?.text ?? '';
    else if (is('[')) {
      const items: string[] = [];
      at += 1;
      while (isScalar()) {
        items.push(found[at]?.text ?? '');
        at += 1;
        if (!is(',')) break;
        at += 1; // one behind the last item is allowed
      }
      if (!is(']')) return wrong();
      values[name] = items;
    } else return wrong();
    at += 1;
  }
  return wrongLine === undefined ? { values } : { values, wrongLine };
}

function tokensOf(text: string): { readonly found: readonly Token[]; readonly wrongLine?: number } {
  const found: Token[] = [];
  let line = 1;
  tokens.lastIndex = 0;
  while (tokens.lastIndex < text.length) {
    const match = tokens.exec(text);
    if (match === null) return { found, wrongLine: line };
    const { long, double, single, word, sign } = match.groups ?? {};
    const quoted = long ?? double ?? single;
    if (quoted !== undefined) found.push({ kind: 'text', text: quoted, line });
    else if (word !== undefined) found.push({ kind: 'word', text: word, line });
    else if (sign === '=' || sign === '[' || sign === ']' || sign === ',') found.push({ kind: sign, text: sign, line });
    line += match[0].split('\n').length - 1;
  }
  return { found };
}
