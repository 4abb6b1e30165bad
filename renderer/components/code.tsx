import { Loader } from '@mantine/core';
import { lazy, Suspense, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeEditorProps } from './codeEditor.tsx';

const CodeEditor = lazy(async () => ({ default: (await import('./codeEditor.tsx')).CodeEditor }));

/** The editor, which is loaded when it is first shown. */
export function Code(props: CodeEditorProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<Loader size="sm" m="md" aria-label={t('definition.loading')} />}>
      <CodeEditor {...props} />
    </Suspense>
  );
}
