/** Cells and orders of columns that the grids of all nouns share. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { compareNames } from '../store/names.ts';
import type { Target } from './noun.ts';
import type { RecordedKind } from '../../shared/model/objects.ts';
import styles from './cells.module.css';

export const byText =
  <Row,>(text: (row: Row) => string) =>
  (a: Row, b: Row): number =>
    compareNames(text(a), text(b));
export const byNumber =
  <Row,>(value: (row: Row) => number) =>
  (a: Row, b: Row): number =>
    value(a) - value(b);

/** There is none, or it isn't known. */
export const dash = <span className={styles.dash}>—</span>;

/** What stands back behind the name: states, details. */
export const Quiet = ({ children }: { readonly children: ReactElement | string | undefined }): ReactElement => (
  <span className={styles.quiet}>{children}</span>
);

/** In columns where no is what is usual, and says nothing. */
export function Yes(): ReactElement {
  const { t } = useTranslation();
  return <>{t('object.yes')}</>;
}

export function YesNo({ yes }: { readonly yes: boolean }): ReactElement {
  const { t } = useTranslation();
  return <>{t(yes ? 'object.yes' : 'object.no')}</>;
}

/** The column that tells the host, of any noun. */
export const hostColumn = {
  id: 'host',
  width: 'minmax(90px, 1fr)',
  standard: true,
  compare: byText(({ host }: Target<RecordedKind>) => host?.config.name ?? ''),
  render: ({ host }: Target<RecordedKind>) => host?.config.name,
} as const;
