import { Loader } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkField } from '../../../shared/model/bulkEdit.ts';
import { domainKey, isActive, type Domain } from '../../../shared/model/domain.ts';
import { ProblemLine } from '../../nouns/problem.tsx';
import { usePropertyWords } from '../../nouns/propertyWords.ts';
import { DomainIcon } from '../../nouns/statusIcon.tsx';
import type { Preview } from './usePreview.ts';
import styles from './bulkEdit.module.css';

interface PreviewTableProps {
  readonly domains: readonly Domain[];
  readonly previews: ReadonlyMap<string, Preview>;
  readonly field: BulkField;
}

/** One row a VM: old, new, and when. */
export function PreviewTable({ domains, previews, field }: PreviewTableProps): ReactElement {
  const { t } = useTranslation();
  return (
    // Scrolls, so it must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.table} role="group" tabIndex={0} aria-label={t('bulkEdit.preview')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('domain.columns.name')}</th>
            <th scope="col">{t('bulkEdit.old')}</th>
            <th scope="col">{t('bulkEdit.new')}</th>
            <th scope="col">{t('bulkEdit.when')}</th>
          </tr>
        </thead>
        <tbody>
          {domains.map((domain) => (
            <Row key={domainKey(domain)} domain={domain} field={field} preview={previews.get(domainKey(domain))} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly domain: Domain;
  readonly field: BulkField;
  readonly preview: Preview | undefined;
}

function Row({ domain, field, preview }: RowProps): ReactElement {
  return (
    <tr>
      <th scope="row">
        <DomainIcon domain={domain} /> {domain.name}
      </th>
      <Cells domain={domain} field={field} preview={preview} />
    </tr>
  );
}

function Cells({ domain, field: { kind, property }, preview }: RowProps): ReactElement {
  const { t } = useTranslation();
  const words = usePropertyWords();
  const value = (shown: Parameters<typeof words.value>[2]): string =>
    shown === null ? t('edit.notSet') : words.value(kind, property, shown);
  switch (preview?.kind) {
    case undefined:
    case 'planning':
      return (
        <td colSpan={3}>
          <Loader size={12} aria-label={t('edit.planning')} />
        </td>
      );
    case 'failed':
      return (
        <td colSpan={3}>
          <ProblemLine error={preview.error} />
        </td>
      );
    case 'read':
      return (
        <>
          <td>{preview.values.length === 0 ? t('bulkEdit.noDevice') : unique(preview.values.map(value))}</td>
          <td className={styles.quiet}>—</td>
          <td className={styles.quiet}>—</td>
        </>
      );
    case 'same':
      return (
        <td colSpan={3} className={styles.quiet}>
          {t('bulkEdit.same')}
        </td>
      );
    case 'planned': {
      const effects = new Set(preview.plan.edits.flatMap(({ effects: each }) => Object.values(each)));
      const risks = [...new Set(preview.plan.edits.flatMap((each) => each.risks))];
      return (
        <>
          <td className={styles.quiet}>{unique(preview.changes.map(({ from }) => value(from)))}</td>
          <td>{unique(preview.changes.map(({ to }) => value(to)))}</td>
          <td>
            {isActive(domain)
              ? [...effects].map((effect) => t(`edit.effects.${effect}`)).join(', ')
              : t('edit.effects.now')}
            {risks.map((risk) => (
              <div key={risk} className={styles.risk}>
                {t(`edit.risks.${risk}`)}
              </div>
            ))}
          </td>
        </>
      );
    }
    default:
      return preview satisfies never;
  }
}

const unique = (values: readonly string[]): string => [...new Set(values)].join(', ');
