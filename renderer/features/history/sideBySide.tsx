import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { diffLines } from '../../../shared/xml/diff.ts';
import { folded } from '../../nouns/fold.ts';
import { diffRows, type Cell, type DiffRow } from './diffRows.ts';
import styles from './sideBySide.module.css';

interface SideBySideProps {
  readonly before: string;
  readonly after: string;
  /** What each text is, above it. */
  readonly titles: readonly [string, string];
  /** Accessible name. */
  readonly label: string;
}

/** Two texts in two columns, what did not change folded away. */
export function SideBySide({ before, after, titles, label }: SideBySideProps): ReactElement {
  const { t } = useTranslation();
  const parts = useMemo(() => folded(diffRows(diffLines(before, after))), [before, after]);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  return (
    // Scrolls, so it must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.frame} role="group" tabIndex={0} aria-label={label}>
      <table className={styles.table}>
        <colgroup>
          <col className={styles.numbers} />
          <col />
          <col className={styles.numbers} />
          <col />
        </colgroup>
        <thead>
          <tr>
            {titles.map((title, index) => (
              <th key={index} colSpan={2} scope="colgroup">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) =>
            part.kind === 'folded' && !open.has(index) ? (
              <tr key={index}>
                <td colSpan={4} className={styles.foldCell}>
                  <button type="button" className={styles.fold} onClick={() => setOpen(new Set([...open, index]))}>
                    {t('diff.unchanged', { count: part.lines.length })}
                  </button>
                </td>
              </tr>
            ) : (
              part.lines.map((row, at) => <Row key={`${index}.${at}`} row={row} />)
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row: { kind, before, after } }: { readonly row: DiffRow }): ReactElement {
  return (
    <tr data-kind={kind}>
      <Side cell={before} kind={kind === 'same' ? 'same' : 'removed'} />
      <Side cell={after} kind={kind === 'same' ? 'same' : 'added'} />
    </tr>
  );
}

interface SideProps {
  readonly cell: Cell | undefined;
  readonly kind: 'same' | 'removed' | 'added';
}

function Side({ cell, kind }: SideProps): ReactElement {
  const { t } = useTranslation();
  if (cell === undefined) return <td colSpan={2} className={styles.nothing} aria-hidden />;
  return (
    <>
      <td className={styles.number} data-kind={kind} aria-hidden>
        {cell.number}
      </td>
      <td className={styles.line} data-kind={kind} {...(kind !== 'same' && { title: t(`diff.${kind}`) })}>
        {cell.text}
      </td>
    </>
  );
}
