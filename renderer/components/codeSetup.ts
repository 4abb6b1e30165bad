/** How code looks and which keys it has, whether it is read or edited. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { nextDiagnostic, previousDiagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { assistance, markGutter, type CodeAssistant } from './codeAssist.ts';
import { languageOf, type CodeLanguage } from './codeLanguages.ts';

/** Colours are properties of the stylesheet: CodeMirror's own fail the contrast of WCAG AA on dark. */
const highlighting = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket], color: 'var(--code-tag)' },
  { tag: tags.attributeName, color: 'var(--code-attribute)' },
  { tag: [tags.attributeValue, tags.string], color: 'var(--code-value)' },
  { tag: [tags.comment, tags.processingInstruction, tags.documentMeta], color: 'var(--code-comment)' },
  { tag: [tags.character, tags.escape], color: 'var(--code-escape)' },
]);

const reading: Extension = [
  lineNumbers(),
  codeFolding(),
  foldGutter(),
  syntaxHighlighting(highlighting),
  search({ top: true }),
  highlightSelectionMatches(),
  keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap]),
];

const readOnly: Extension = [EditorState.readOnly.of(true), EditorView.editable.of(true)];

/** Tab indents; Esc before it lets it leave, which CodeMirror does by itself. */
const editing = (assistant: () => CodeAssistant | undefined): Extension => [
  markGutter,
  history(),
  drawSelection(),
  indentUnit.of('  '),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  assistance(assistant),
  keymap.of([
    { key: 'F8', run: nextDiagnostic, shift: previousDiagnostic },
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...historyKeymap,
    indentWithTab,
  ]),
];

export interface CodeSetup {
  readonly label: string;
  readonly editable: boolean;
  readonly language: CodeLanguage;
  readonly phrases: Readonly<Record<string, string>>;
  readonly assistant: () => CodeAssistant | undefined;
  /** Keys of CodeMirror (`Mod-Enter`) before all others. */
  readonly keys: readonly { readonly key: string; readonly run: () => void }[];
}

export function codeExtensions({ label, editable, language, phrases, assistant, keys }: CodeSetup): Extension {
  return [
    EditorView.contentAttributes.of({
      'aria-label': label,
      // Said outright, for what is edited as well: not every assistive program takes what can be edited for what can be reached.
      tabindex: '0',
      ...(editable ? {} : { 'aria-readonly': 'true' }),
    }),
    EditorState.phrases.of({ ...phrases }),
    keymap.of(keys.map(({ key, run }) => ({ key, preventDefault: true, run: () => (run(), true) }))),
    editable ? editing(assistant) : readOnly,
    languageOf(language),
    reading,
  ];
}
