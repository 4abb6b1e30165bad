import { Button } from '@mantine/core';
import { useDeferredValue, useMemo, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { formatXml } from '../../../shared/xml/format.ts';
import type { CodeEditorHandle, CodeMark } from '../../components/codeEditor.tsx';
import { useDomainSchema } from '../../nouns/domainSchema.ts';
import { openDialog } from '../../store/dialogs.ts';
import { Code } from '../../components/code.tsx';
import { Comparison } from './compare.tsx';
import styles from './definition.module.css';
import { EditorFoot } from './editorFoot.tsx';
import { faultsOf, isWellFormed } from '../../nouns/xmlFaults.ts';
import { EditingNotices } from './notices.tsx';
import { ProblemList } from './problemList.tsx';
import { Tools, useLooking, useSearchKey } from './tools.tsx';
import { useAssistant } from './useAssistant.ts';
import { useDefinitionText, type DefinitionEditing } from './useDefinitionText.ts';
import { useHostCheck } from './useHostCheck.ts';
import { useRefusal } from './useRefusal.ts';

interface DefinitionEditorProps {
  readonly domain: DomainRef;
  /** The persistent definition as it is now. */
  readonly current: string;
  readonly title: string;
  readonly choice: ReactNode;
}

/** The definition for the next boot, to edit; what is typed becomes a plan like every other change. */
export function DefinitionEditor({ domain, current, title, choice }: DefinitionEditorProps): ReactElement {
  const code = useRef<CodeEditorHandle>(null);
  const looking = useLooking();
  const editing = useDefinitionText(domain, current);
  const assistant = useAssistant();
  const [check, askHost] = useHostCheck(domain.host, editing.text, current);
  const { typed, marks } = useMarks(domain, editing, current, check.kind === 'wrong' ? check.marks : undefined);
  const malformed = typed.some(({ severity }) => severity === 'error');
  useSearchKey(code);
  const review = (): void => {
    // What was marked may be a moment older than what is typed.
    if (editing.state === 'unchanged' || !isWellFormed(editing.text)) return;
    editing.plan();
    openDialog({ kind: 'reviewEdits', domain });
  };
  return (
    <div className={styles.page}>
      <Tools domain={domain} text={editing.text} code={code} looking={looking} choice={choice}>
        <Verbs editing={editing} malformed={malformed} onReview={review} onCheck={askHost} />
      </Tools>
      <EditingNotices editing={editing} onCompare={() => looking.setBase('persistent')} />
      <div className={styles.content} data-split={looking.base !== null}>
        <Code
          ref={code}
          text={editing.text}
          onChange={editing.type}
          label={title}
          wrap={looking.wrap}
          marks={marks}
          assistant={assistant}
          keys={{ 'Mod-Enter': review, 'Mod-s': review }}
        />
        {looking.base !== null && <Comparison domain={domain} base={looking.base} text={editing.text} />}
      </div>
      <ProblemList marks={marks} onShow={({ line, column }) => code.current?.show(line, column)} />
      <EditorFoot state={editing.state} check={check} />
    </div>
  );
}

interface Marks {
  /** What is wrong with the text in itself. */
  readonly typed: readonly CodeMark[];
  /** All, by line. */
  readonly marks: readonly CodeMark[];
}

const noMarks: readonly CodeMark[] = [];

function useMarks(domain: DomainRef, { text, state }: DefinitionEditing, current: string, byHost = noMarks): Marks {
  const { t } = useTranslation();
  const schema = useDomainSchema()?.schema;
  // Typing goes first; what is wrong may be said a moment later.
  const settled = useDeferredValue(text);
  const typed = useMemo(() => faultsOf(settled, schema, t), [settled, schema, t]);
  const refusal = useRefusal(domain, { text, current, planned: state === 'planned' });
  const marks = useMemo(
    () => [...typed, ...byHost, ...refusal].toSorted((a, b) => a.line - b.line || a.column - b.column),
    [typed, byHost, refusal],
  );
  return { typed, marks };
}

interface VerbsProps {
  readonly editing: DefinitionEditing;
  readonly malformed: boolean;
  readonly onReview: () => void;
  readonly onCheck: () => void;
}

function Verbs({ editing, malformed, onReview, onCheck }: VerbsProps): ReactElement {
  const { t } = useTranslation();
  const { text, state, type, discard } = editing;
  const reason = malformed
    ? t('definition.malformed')
    : state === 'unchanged'
      ? t('definition.unchangedText')
      : undefined;
  return (
    <>
      <Button variant="default" disabled={malformed} onClick={() => type(formatXml(text))}>
        {t('definition.format')}
      </Button>
      <Button variant="default" disabled={malformed} onClick={onCheck}>
        {t('definition.check')}
      </Button>
      <Button variant="default" disabled={state === 'unchanged'} onClick={discard}>
        {t('definition.discard')}
      </Button>
      <Button disabled={reason !== undefined} title={reason} onClick={onReview}>
        {t('definition.review')}
      </Button>
    </>
  );
}
