/** Finds the keys of words that sources use: by the syntax tree, so that comments and text don't count. */
import { parseSync, Visitor, type ESTree } from 'vite';

export interface WordUse {
  readonly file: string;
  readonly line: number;
  /** A key, or what is fixed of one: `['error.', '.title']` is `error.${code}.title`. */
  readonly pieces: readonly string[];
  /** Handed to `t`; or `hasWords` is asked about it, itself or as a constant; or just a string, which may be a key, as in a table. */
  readonly role: 'translated' | 'asked' | 'string';
}

type Pieces = readonly string[];

/** What an expression can be, as far as it is written down there; undefined: anything. */
function valuesOf(node: ESTree.Expression): readonly Pieces[] | undefined {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [[node.value]] : undefined;
    case 'TemplateLiteral':
      return templateValues(node);
    case 'ConditionalExpression': {
      const [yes, no] = [valuesOf(node.consequent), valuesOf(node.alternate)];
      return yes === undefined || no === undefined ? undefined : [...yes, ...no];
    }
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return valuesOf(node.expression);
    default:
      return undefined;
  }
}

/** The last piece of `before` and the first of `after` are one. */
const joined = (before: Pieces, after: Pieces): Pieces => [
  ...before.slice(0, -1),
  `${before.at(-1) ?? ''}${after[0] ?? ''}`,
  ...after.slice(1),
];

function templateValues(node: ESTree.TemplateLiteral): readonly Pieces[] {
  const texts = node.quasis.map(({ value }) => value.cooked ?? value.raw);
  return node.expressions.reduce<readonly Pieces[]>(
    (found, hole, at) => {
      const text = [texts[at + 1] ?? ''];
      const values = valuesOf(hole);
      return found.flatMap((before) =>
        values === undefined ? [[...before, ...text]] : values.map((value) => joined(joined(before, value), text)),
      );
    },
    [[texts[0] ?? '']],
  );
}

/** The name of what is called: `t` of `t(...)` and of `i18next.t(...)`. */
function calledName({ callee }: ESTree.CallExpression): string | undefined {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : undefined;
}

const roles: ReadonlyMap<string, WordUse['role']> = new Map([
  ['t', 'translated'],
  ['hasWords', 'asked'],
]);

/** Where the strings begin that are handed to `t` or `hasWords`. */
function rolesIn(program: ESTree.Program): ReadonlyMap<number, WordUse['role']> {
  const found = new Map<number, WordUse['role']>();
  const constants = new Map<string, ESTree.Expression[]>();
  const mark = (node: ESTree.Expression, role: WordUse['role']): void => {
    if (node.type === 'Literal' || node.type === 'TemplateLiteral') found.set(node.start, role);
    if (node.type === 'Identifier' && role === 'asked')
      for (const value of constants.get(node.name) ?? []) if (value.type !== 'Identifier') mark(value, role);
    if (node.type !== 'ConditionalExpression') return;
    mark(node.consequent, role);
    mark(node.alternate, role);
  };
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier' && init !== null) constants.set(id.name, [...(constants.get(id.name) ?? []), init]);
    },
  }).visit(program);
  new Visitor({
    CallExpression(node) {
      const [key] = node.arguments;
      const role = roles.get(calledName(node) ?? '');
      if (key !== undefined && key.type !== 'SpreadElement' && role !== undefined) mark(key, role);
    },
  }).visit(program);
  return found;
}

/** Every string of a source that is or may be a key. */
export function usesOf(file: string, text: string): WordUse[] {
  const { program, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const uses: WordUse[] = [];
  const known = rolesIn(program);
  const add = (start: number, values: readonly Pieces[]): void => {
    const line = text.slice(0, start).split('\n').length;
    for (const pieces of values) uses.push({ file, line, pieces, role: known.get(start) ?? 'string' });
  };
  new Visitor({
    Literal(node) {
      if (typeof node.value === 'string') add(node.start, [[node.value]]);
    },
    TemplateLiteral(node) {
      add(node.start, templateValues(node));
    },
  }).visit(program);
  return uses;
}
