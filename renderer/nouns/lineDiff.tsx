import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { diffLines } from '../../shared/xml/diff.ts';
import { folded } from './fold.ts';
import styles from './lineDiff.module.css';

interface LineDiffProps {
  readonly before: string;
  readonly after: string;
  /** Accessible name. */
  readonly label: string;
}

const signs = { added: '+', removed: '-', same: ' ' } as const;

/** Two texts in one column: what goes, what comes, and a little of what stays around it. */
export function LineDiff({ before, after, label }: LineDiffProps): ReactElement {
  const { t } = useTranslation();
  const parts = useMemo(() => folded(diffLines(before, after)), [before, after]);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  return (
    // Scrolls sideways, so it must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.diff} role="group" tabIndex={0} aria-label={label}>
      {parts.map((part, index) =>
        part.kind === 'folded' && !open.has(index) ? (
          <button key={index} type="button" className={styles.fold} onClick={() => setOpen(new Set([...open, index]))}>
            {t('diff.unchanged', { count: part.lines.length })}
          </button>
        ) : (
          part.lines.map((line, at) => (
            <div key={`${index}.${at}`} className={styles.line} data-kind={line.kind}>
              <span className={styles.sign} aria-label={line.kind === 'same' ? '' : t(`diff.${line.kind}`)}>
                {signs[line.kind]}
              </span>
              {line.text}
            </div>
          ))
        ),
      )}
    </div>
  );
}
