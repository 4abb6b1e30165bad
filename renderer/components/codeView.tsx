import type { ReactElement } from 'react';
import { CodeEditor, type CodeEditorProps } from './codeEditor.tsx';

/** XML to read: highlighted, folded, searched, copied, never changed. */
export function CodeView(props: Pick<CodeEditorProps, 'text' | 'label' | 'wrap' | 'ref'>): ReactElement {
  return <CodeEditor {...props} />;
}
