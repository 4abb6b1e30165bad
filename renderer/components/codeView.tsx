import { defaultKeymap } from '@codemirror/commands';
import { xml } from '@codemirror/lang-xml';
import { codeFolding, foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useImperativeHandle, useRef, type ReactElement, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './codeView.module.css';

export interface CodeViewHandle {
  /** Opens the search panel and puts the focus there. */
  search(): void;
}

export interface CodeViewProps {
  readonly text: string;
  /** Accessible name. */
  readonly label: string;
  readonly wrap: boolean;
  readonly ref?: Ref<CodeViewHandle>;
}

/** Colours are properties of the stylesheet: CodeMirror's own fail the contrast of WCAG AA on dark. */
const highlighting = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket], color: 'var(--code-tag)' },
  { tag: tags.attributeName, color: 'var(--code-attribute)' },
  { tag: [tags.attributeValue, tags.string], color: 'var(--code-value)' },
  { tag: [tags.comment, tags.processingInstruction, tags.documentMeta], color: 'var(--code-comment)' },
  { tag: [tags.character, tags.escape], color: 'var(--code-escape)' },
]);

/** The words of CodeMirror's search panel, by our keys. */
const searchPhrases = {
  Find: 'find',
  next: 'next',
  previous: 'previous',
  all: 'all',
  'match case': 'matchCase',
  regexp: 'regexp',
  'by word': 'byWord',
  close: 'close',
  'current match': 'currentMatch',
  'on line': 'onLine',
  'Fold line': 'foldLine',
  'Unfold line': 'unfoldLine',
  'folded code': 'folded',
  unfold: 'unfold',
} as const;

const wrapping = (wrap: boolean): Extension => (wrap ? EditorView.lineWrapping : []);

/** XML to read: highlighted, folded, searched, copied, never changed. */
export function CodeView({ text, label, wrap, ref }: CodeViewProps): ReactElement {
  const { t } = useTranslation();
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const wrapCompartment = useRef(new Compartment());
  useEffect(() => {
    if (parent.current === null) return undefined;
    const phrases = Object.fromEntries(Object.entries(searchPhrases).map(([word, key]) => [word, t(`code.${key}`)]));
    const made = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        extensions: [
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
          EditorState.phrases.of(phrases),
          lineNumbers(),
          codeFolding(),
          foldGutter(),
          xml(),
          syntaxHighlighting(highlighting),
          search({ top: true }),
          highlightSelectionMatches(),
          keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap]),
          wrapCompartment.current.of([]),
        ],
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [label, t]);
  useEffect(() => {
    const made = view.current;
    if (made === null || made.state.doc.toString() === text) return;
    // What is in view stays there when the text comes anew.
    made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: text } });
  }, [text, label, t]);
  useEffect(() => {
    view.current?.dispatch({ effects: wrapCompartment.current.reconfigure(wrapping(wrap)) });
  }, [wrap, label, t]);
  useImperativeHandle(ref, () => ({
    search: () => {
      if (view.current !== null) openSearchPanel(view.current);
    },
  }));
  return <div ref={parent} className={styles.code} />;
}
