import { Checkbox } from '@mantine/core';
import { GitMerge } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditConflict, EditValue } from '../../../shared/model/domainEdit.ts';
import type { EditPlan } from '../../../shared/model/editPlan.ts';
import { LineDiff } from '../../nouns/lineDiff.tsx';
import { elementOf } from '../../nouns/deviceWords.ts';
import { useEditWords } from './editWords.ts';
import styles from './edits.module.css';

interface ConflictsProps {
  readonly plan: EditPlan;
  readonly force: boolean;
  readonly onForce: (force: boolean) => void;
}

/** What somebody else changed meanwhile: as it was, as it is, as it shall be. */
export function Conflicts({ plan, force, onForce }: ConflictsProps): ReactElement {
  const { t } = useTranslation();
  const whole = plan.conflicts.filter(({ property }) => property === undefined);
  const properties = plan.conflicts.filter(({ property }) => property !== undefined);
  return (
    <section className={styles.conflicts} aria-label={t('edit.conflicts')}>
      <h3>
        <GitMerge size={14} aria-hidden /> {t('edit.conflictsTitle', { count: plan.conflicts.length })}
      </h3>
      {properties.length > 0 && <ConflictTable plan={plan} conflicts={properties} />}
      {whole.map((conflict, index) => (
        <div key={index}>
          <p className={styles.quiet}>{t('edit.theirs')}</p>
          <LineDiff before={text(conflict.from)} after={text(conflict.current)} label={t('edit.theirs')} />
          <p className={styles.quiet}>{t('edit.mine')}</p>
          <LineDiff before={text(conflict.from)} after={text(conflict.to)} label={t('edit.mine')} />
        </div>
      ))}
      <Checkbox
        size="xs"
        mt={8}
        label={t('edit.overwrite')}
        checked={force}
        onChange={(event) => onForce(event.currentTarget.checked)}
      />
    </section>
  );
}

const text = (value: EditValue): string => (typeof value === 'string' ? value : '');

interface TableProps {
  readonly plan: EditPlan;
  readonly conflicts: readonly EditConflict[];
}

function ConflictTable({ plan, conflicts }: TableProps): ReactElement {
  const { t } = useTranslation();
  const words = useEditWords();
  return (
    <table className={styles.threeWay}>
      <thead>
        <tr>
          <th scope="col">{t('edit.property')}</th>
          <th scope="col">{t('edit.was')}</th>
          <th scope="col">{t('edit.theirs')}</th>
          <th scope="col">{t('edit.mine')}</th>
        </tr>
      </thead>
      <tbody>
        {conflicts.map(({ edit, device, property = '', from, current, to }) => {
          const named = words.conflict(
            { edit, property, from, current, to, ...(device !== undefined && { device }) },
            plan.edits[edit]?.edit,
          );
          const kind = device === undefined ? 'domain' : elementOf(device);
          return (
            <tr key={`${edit} ${property}`}>
              <th scope="row">
                {named.object}: {named.label}
              </th>
              {[from, current, to].map((value, column) => (
                <td key={column}>{words.value(kind, property, value)}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
