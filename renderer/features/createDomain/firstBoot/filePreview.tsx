import type { ReactElement } from 'react';
import { Code } from '../../../components/code.tsx';
import type { CodeEditorProps } from '../../../components/codeEditor.tsx';
import styles from './firstBoot.module.css';

const languageOf = (name: string): NonNullable<CodeEditorProps['language']> =>
  name.endsWith('.xml') ? 'xml' : /\.(cfg|ks)$/.test(name) ? 'settings' : 'yaml';

/** A file as the guest will read it, passwords masked. */
export function FilePreview({ name, text }: { readonly name: string; readonly text: string }): ReactElement {
  return (
    <div className={styles.code}>
      <Code language={languageOf(name)} label={name} text={text} wrap />
    </div>
  );
}
