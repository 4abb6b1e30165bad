import { Button } from '@mantine/core';
import { CircleX, RotateCw } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '../../shared/errors.ts';
import { CopyText } from './copyText.tsx';
import { causesOf, ownWords, reportOf } from './errorWords.ts';
import styles from './problem.module.css';

interface ProblemProps {
  readonly error: ErrorData;
  readonly onRetry?: () => void;
}

/**
 * What happened in the place where the answer would have been: our sentence, to which object on which host, the other side's own
 * words, what to do, and behind a fold what a bug report needs.
 */
export function Problem({ error, onRetry }: ProblemProps): ReactElement {
  const { t } = useTranslation();
  const words = ownWords(error);
  return (
    <div className={styles.problem} role="alert">
      <CircleX size={18} aria-hidden className={styles.icon} />
      <div className={styles.text}>
        <div className={styles.title}>{t(`error.${error.code}.title`, { ...error.params })}</div>
        <Subject error={error} />
        {words !== '' && <blockquote className={styles.words}>{words}</blockquote>}
        <div>{t(`error.${error.code}.remedy`, { ...error.params })}</div>
        {onRetry !== undefined && (
          <Button size="compact-sm" variant="default" mt={8} leftSection={<RotateCw size={13} />} onClick={onRetry}>
            {t('problem.retry')}
          </Button>
        )}
        <Details error={error} />
      </div>
    </div>
  );
}

/** The same in one line, for a row of a table: what happened, and the other side's own words. */
export function ProblemLine({ error }: { readonly error: ErrorData }): ReactElement {
  const { t } = useTranslation();
  const words = ownWords(error);
  const title = t(`error.${error.code}.title`, { ...error.params });
  const line = words === '' ? title : `${title}: ${words}`;
  return (
    <span className={styles.line} title={line}>
      {line}
    </span>
  );
}

/** The object and its host, as far as they are known; a host alone is named once. */
function Subject({ error: { object, host } }: { readonly error: ErrorData }): ReactElement | null {
  const { t } = useTranslation();
  const named = object ?? (host === undefined ? undefined : { kind: 'host' as const, name: host });
  if (named === undefined) return null;
  const what = t(`${named.kind}.name`, { name: named.name });
  return (
    <div className={styles.subject}>
      {host === undefined || named.kind === 'host' ? what : t('problem.onHost', { what, host })}
    </div>
  );
}

/** For a bug report or a search: what was being done, libvirt's own numbers, and what it came from. */
function Details({ error }: { readonly error: ErrorData }): ReactElement {
  const { t } = useTranslation();
  const { code, operation, libvirt } = error;
  return (
    <details className={styles.details}>
      <summary>{t('problem.details')}</summary>
      <dl>
        <Fact label={t('problem.code')}>{code}</Fact>
        {operation !== undefined && <Fact label={t('problem.operation')}>{operation}</Fact>}
        {libvirt && (
          <Fact label={t('problem.libvirt')}>
            {t('problem.libvirtNumbers', { code: libvirt.code, domain: libvirt.domain })}
          </Fact>
        )}
        {causesOf(error).map((cause, nth) => (
          <Fact key={nth} label={t('problem.cause')}>
            {cause.code}: {ownWords(cause)}
          </Fact>
        ))}
      </dl>
      <CopyText text={reportOf(error)} label={t('problem.copy')} />
    </details>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
