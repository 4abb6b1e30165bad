/** The files that the guest reads, as they will be; and where that is possible, written by hand instead. */
import { Button, Tabs } from '@mantine/core';
import { CircleX, PencilLine } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CloudInitFault } from '../../../../shared/model/cloudInitCheck.ts';
import type { CloudInitAnswers } from '../../../../shared/model/cloudInit.ts';
import type { PlannedFile } from '../../../../shared/model/creation/creationPlan.ts';
import { Code } from '../../../components/code.tsx';
import type { CodeMark } from '../../../components/codeEditor.tsx';
import { rawKeys, rawStart, seedFileNames, withRaw, type SeedFileName } from './answers.ts';
import { FilePreview } from './filePreview.tsx';
import styles from './firstBoot.module.css';

interface SeedFilesProps {
  readonly answers: CloudInitAnswers;
  readonly onChange: (answers: CloudInitAnswers) => void;
  readonly files: readonly PlannedFile[];
  readonly faults: readonly CloudInitFault[];
}

export function SeedFiles({ answers, onChange, files, faults }: SeedFilesProps): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState<SeedFileName>('user-data');
  // What was written by hand is there again when one changes one's mind.
  const [kept, setKept] = useState<Readonly<Partial<Record<SeedFileName, string>>>>({});
  const wrong = (file: SeedFileName): boolean =>
    faults.some(({ field, level }) => field === rawKeys[file] && level === 'error');
  return (
    <Tabs
      className={styles.files ?? ''}
      value={shown}
      onChange={(value) => setShown(seedFileNames.find((name) => name === value) ?? shown)}
    >
      <Tabs.List>
        {seedFileNames.map((name) => (
          <Tabs.Tab
            key={name}
            value={name}
            rightSection={
              wrong(name) ? (
                <CircleX size={12} className={styles.wrong} aria-label={t('creation.cloudInit.fileWrong')} role="img" />
              ) : answers[rawKeys[name]] === undefined ? undefined : (
                <PencilLine size={12} aria-label={t('creation.cloudInit.byHand')} role="img" />
              )
            }
          >
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {seedFileNames.map((name) => {
        const raw = answers[rawKeys[name]];
        return (
          <Tabs.Panel key={name} value={name} className={styles.panel ?? ''}>
            {raw === undefined ? (
              <Made
                name={name}
                text={files.find((file) => file.name === name)?.text}
                any={files.length > 0}
                onEdit={() => onChange(withRaw(answers, name, kept[name] ?? rawStart(answers, name)))}
              />
            ) : (
              <Raw
                name={name}
                text={raw}
                faults={faults.filter(({ field }) => field === rawKeys[name])}
                onChange={(text) => onChange(withRaw(answers, name, text))}
                onBack={() => {
                  setKept({ ...kept, [name]: raw });
                  onChange(withRaw(answers, name, undefined));
                }}
              />
            )}
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}

interface MadeProps {
  readonly name: SeedFileName;
  readonly text: string | undefined;
  /** Whether the dry run told any file. */
  readonly any: boolean;
  readonly onEdit: () => void;
}

function Made({ name, text, any, onEdit }: MadeProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.fileHead}>
        <span className={styles.quiet}>{t('creation.cloudInit.madeFile')}</span>
        <Button size="compact-xs" variant="default" onClick={onEdit}>
          {t('creation.cloudInit.editFile', { file: name })}
        </Button>
      </div>
      {text !== undefined ? (
        <FilePreview name={name} text={text} />
      ) : (
        <p className={styles.noFile}>
          {t(any && name === 'network-config' ? 'creation.cloudInit.noNetworkFile' : 'creation.cloudInit.noPreview')}
        </p>
      )}
    </>
  );
}

interface RawProps {
  readonly name: SeedFileName;
  readonly text: string;
  readonly faults: readonly CloudInitFault[];
  readonly onChange: (text: string) => void;
  readonly onBack: () => void;
}

function Raw({ name, text, faults, onChange, onBack }: RawProps): ReactElement {
  const { t } = useTranslation();
  const marks = useMemo(
    () =>
      faults.map(({ line = 1, column = 1, level, code, params, raw = '' }): CodeMark => ({
        line,
        column,
        severity: level,
        message: t(`creation.cloudInit.fault.${code}`, { ...params, raw }),
      })),
    [faults, t],
  );
  return (
    <>
      <div className={styles.fileHead}>
        <span className={styles.quiet}>{t('creation.cloudInit.byHandHint')}</span>
        <Button size="compact-xs" variant="default" onClick={onBack}>
          {t('creation.cloudInit.useForm')}
        </Button>
      </div>
      <div className={styles.code}>
        <Code language="yaml" label={name} text={text} onChange={onChange} marks={marks} />
      </div>
      {marks.length > 0 && (
        <ul className={styles.faults} role="status" aria-label={t('creation.cloudInit.faults', { file: name })}>
          {marks.map(({ line, message, severity }) => (
            <li key={`${line} ${message}`} data-level={severity}>
              {t('creation.cloudInit.faultAt', { line, message })}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
