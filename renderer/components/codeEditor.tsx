import { gotoLine, openSearchPanel } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef, type ReactElement, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { offsetOf, showMarks, type CodeAssistant, type CodeMark } from './codeAssist.ts';
import styles from './codeEditor.module.css';
import type { CodeLanguage } from './codeLanguages.ts';
import { codeExtensions } from './codeSetup.ts';

export type { CodeAssistant, CodeMark, CodeOption } from './codeAssist.ts';

export interface CodeEditorHandle {
  /** Opens the search panel and puts the focus there. */
  search(): void;
  /** Asks for a line. */
  askLine(): void;
  /** Puts cursor and focus at a place, counted from 1. */
  show(line: number, column: number): void;
  focus(): void;
}

export interface CodeEditorProps {
  readonly text: string;
  /** Absent: only to read. */
  readonly onChange?: ((text: string) => void) | undefined;
  /** Accessible name. */
  readonly label: string;
  /** Absent: XML. */
  readonly language?: CodeLanguage;
  readonly wrap?: boolean;
  readonly marks?: readonly CodeMark[];
  readonly assistant?: CodeAssistant | undefined;
  /** By CodeMirror's names of keys: `Mod-Enter`. */
  readonly keys?: Readonly<Record<string, () => void>>;
  readonly ref?: Ref<CodeEditorHandle>;
}

/** CodeMirror's words, by our keys. */
const phrases = {
  Find: 'find',
  Replace: 'replaceWith',
  replace: 'replace',
  'replace all': 'replaceAll',
  next: 'next',
  previous: 'previous',
  all: 'all',
  'match case': 'matchCase',
  regexp: 'regexp',
  'by word': 'byWord',
  close: 'close',
  'current match': 'currentMatch',
  'on line': 'onLine',
  'replaced $ matches': 'replacedMatches',
  'replaced match on line $': 'replacedOnLine',
  'Go to line': 'goToLine',
  go: 'go',
  'Fold line': 'foldLine',
  'Unfold line': 'unfoldLine',
  'folded code': 'folded',
  unfold: 'unfold',
  Completions: 'completions',
  'No diagnostics': 'noFaults',
} as const;

const wrapping = (wrap: boolean): Extension => (wrap ? EditorView.lineWrapping : []);
const noMarks: readonly CodeMark[] = [];
const noKeys: Readonly<Record<string, () => void>> = {};

/** Code, to read or to edit: highlighted, folded, searched; completed and marked by what its user knows of the language. */
export function CodeEditor(props: CodeEditorProps): ReactElement {
  const { text, label, onChange, language = 'xml', wrap = false, marks = noMarks, ref } = props;
  const { t } = useTranslation();
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const wrapCompartment = useRef(new Compartment());
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const editable = onChange !== undefined;
  const keyNames = Object.keys(props.keys ?? noKeys).join(' ');
  useEffect(() => {
    if (parent.current === null) return undefined;
    const words = Object.fromEntries(Object.entries(phrases).map(([word, key]) => [word, t(`code.${key}`)]));
    const keys = keyNames.split(' ').filter((key) => key !== '');
    const made = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          codeExtensions({
            label,
            editable,
            language,
            phrases: words,
            assistant: () => latest.current.assistant,
            keys: keys.map((key) => ({ key, run: () => latest.current.keys?.[key]?.() })),
          }),
          EditorView.updateListener.of(({ docChanged, state }) => {
            const now = state.doc.toString();
            if (docChanged && now !== latest.current.text) latest.current.onChange?.(now);
          }),
          wrapCompartment.current.of(wrapping(latest.current.wrap ?? false)),
        ],
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [label, editable, language, keyNames, t]);
  useEffect(() => {
    const made = view.current;
    if (made === null || made.state.doc.toString() === text) return;
    made.dispatch({ changes: replacement(made.state.doc.toString(), text) });
  }, [text, label, editable, language, keyNames, t]);
  useEffect(() => {
    view.current?.dispatch({ effects: wrapCompartment.current.reconfigure(wrapping(wrap)) });
  }, [wrap]);
  useEffect(() => {
    if (view.current !== null && editable) view.current.dispatch(showMarks(view.current.state, marks));
  }, [marks, label, editable, language, keyNames, t]);
  useImperativeHandle(ref, () => handleOf(() => view.current), []);
  return <div ref={parent} className={styles.code} />;
}

function handleOf(view: () => EditorView | null): CodeEditorHandle {
  const on = (does: (made: EditorView) => unknown) => (): void => {
    const made = view();
    if (made !== null) does(made);
  };
  return {
    search: on(openSearchPanel),
    askLine: on(gotoLine),
    focus: on((made) => made.focus()),
    show: (line, column) =>
      on((made) => {
        const anchor = offsetOf(made.state.doc, line, column);
        made.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
        made.focus();
      })(),
  };
}

/** What differs in the middle, as one change: cursor and scroll stay where they are outside of it. */
function replacement(
  before: string,
  after: string,
): { readonly from: number; readonly to: number; readonly insert: string } {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const limit = Math.min(before.length, after.length) - start;
  while (end < limit && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
