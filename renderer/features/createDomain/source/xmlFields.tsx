/** A definition as XML: typed, pasted, or read from a file; checked as it is typed. */
import { Button, FileButton, Loader } from '@mantine/core';
import { FileInput } from 'lucide-react';
import { lazy, Suspense, useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { showFailure } from '../../../nouns/runVerb.ts';
import { useDomainSchema } from '../../../nouns/domainSchema.ts';
import { faultsOf } from '../../../nouns/xmlFaults.ts';
import type { CreationState } from '../useCreationDraft.ts';
import styles from './source.module.css';

const CodeEditor = lazy(async () => ({ default: (await import('../../../components/codeEditor.tsx')).CodeEditor }));

/** The editor has this key for itself; in the dialog it goes on. */
const onward = { 'Mod-Enter': () => document.activeElement?.closest('form')?.requestSubmit() };

export function XmlFields({ state }: { readonly state: CreationState }): ReactElement {
  const { t } = useTranslation();
  const { draft, change } = state;
  const schema = useDomainSchema()?.schema;
  const marks = useMemo(() => (draft.xml.trim() === '' ? [] : faultsOf(draft.xml, schema, t)), [draft.xml, schema, t]);
  return (
    <div className={styles.fields}>
      <div className={styles.editor}>
        <Suspense fallback={<Loader size="sm" m="md" aria-label={t('definition.loading')} />}>
          <CodeEditor
            text={draft.xml}
            label={t('createDomain.xml.label')}
            marks={marks}
            onChange={(xml) => change({ xml })}
            keys={onward}
          />
        </Suspense>
      </div>
      <div className={styles.below}>
        <FileButton
          accept=".xml"
          onChange={(file) => {
            if (file !== null) file.text().then((xml) => change({ xml }), showFailure);
          }}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<FileInput size={13} aria-hidden />}>
              {t('createDomain.xml.open')}
            </Button>
          )}
        </FileButton>
        <span className={styles.quiet} role="status">
          {marks.length > 0 &&
            t('createDomain.xml.faults', { line: marks[0]?.line ?? 0, message: marks[0]?.message ?? '' })}
        </span>
      </div>
    </div>
  );
}
