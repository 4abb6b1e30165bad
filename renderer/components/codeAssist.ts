/** What helps while a text is typed: completions, what a name means, and marks where something is wrong. */
import { autocompletion, snippet, startCompletion, type Completion } from '@codemirror/autocomplete';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import type { EditorState, Extension, Text, TransactionSpec } from '@codemirror/state';
import { hoverTooltip, type EditorView } from '@codemirror/view';
import styles from './codeEditor.module.css';

export interface CodeOption {
  readonly label: string;
  /** Gaps to fill are `${}`; absent: the label. */
  readonly template?: string | undefined;
  readonly kind: string;
  /** A word beside it. */
  readonly detail?: string | undefined;
  /** A sentence about it. */
  readonly info?: string | undefined;
  /** Values follow: they are offered at once. */
  readonly goesOn?: boolean | undefined;
}

/** What a name in the text means. */
export interface Explanation {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly info: string;
}

/** What knows the language of the text; offsets are in UTF-16 units. */
export interface CodeAssistant {
  complete(
    text: string,
    offset: number,
  ): Promise<{ readonly from: number; readonly options: readonly CodeOption[] } | undefined>;
  explain(text: string, offset: number): Promise<Explanation | undefined>;
}

/** Something wrong, at a line and column counted from 1. */
export interface CodeMark {
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** @param assistant asked for at every use: it changes with the language */
export function assistance(assistant: () => CodeAssistant | undefined): Extension {
  return [
    autocompletion({
      icons: false,
      override: [
        async ({ state, pos }) => {
          const found = await assistant()?.complete(state.doc.toString(), pos);
          return found === undefined
            ? null
            : { from: found.from, options: found.options.map(optionOf), validFor: /^[\w:.-]*$/ };
        },
      ],
      activateOnCompletion: ({ type }) => type === 'goesOn',
    }),
    hoverTooltip(async ({ state }, pos) => {
      const found = await assistant()?.explain(state.doc.toString(), pos);
      return found === undefined
        ? null
        : { pos: found.from, end: found.to, create: () => ({ dom: explanation(found) }) };
    }),
  ];
}

function optionOf({ label, template, kind, detail, info, goesOn = false }: CodeOption, index: number): Completion {
  return {
    label,
    type: goesOn ? 'goesOn' : kind,
    boost: -Math.min(index, 99), // the order that was given, as long as nothing is typed
    ...(detail !== undefined && { detail }),
    ...(info !== undefined && { info }),
    ...(template !== undefined && { apply: template.includes('${}') ? filling(template, goesOn) : template }),
  };
}

/** A template with gaps; the first one has the cursor. */
function filling(template: string, goesOn: boolean) {
  const insert = snippet(template);
  return (view: EditorView, completion: Completion, from: number, to: number): void => {
    insert(view, completion, from, to);
    if (goesOn) startCompletion(view);
  };
}

function explanation({ name, info }: Explanation): HTMLElement {
  const dom = document.createElement('div');
  dom.className = styles.hover ?? '';
  const title = document.createElement('b');
  title.textContent = name;
  dom.append(title, `\n${info}`);
  return dom;
}

export const markGutter: Extension = lintGutter();

/** Shows these marks instead of those before. */
export function showMarks(state: EditorState, marks: readonly CodeMark[]): TransactionSpec {
  return setDiagnostics(
    state,
    marks.map((mark) => diagnosticOf(state.doc, mark)),
  );
}

function diagnosticOf(doc: Text, { line, column, severity, message }: CodeMark): Diagnostic {
  const from = offsetOf(doc, line, column);
  const rest = doc.lineAt(from).text.slice(from - doc.lineAt(from).from);
  const word = /^<?\/?[^\s=/"'<>]+(?:=(?:"[^"]*"|'[^']*'))?/.exec(rest)?.[0].length ?? Math.min(1, rest.length);
  return { from, to: from + word, severity, message };
}

/** A place that the text doesn't have becomes the nearest one that it has. */
export function offsetOf(doc: Text, line: number, column: number): number {
  const found = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(found.from + Math.max(0, column - 1), found.to);
}
