import { ActionIcon, Tooltip } from '@mantine/core';
import { ArrowRight, Clock3, Power, TriangleAlert, Undo2, Zap } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditEffect, EditPlan, PlannedEdit } from '../../../shared/model/editPlan.ts';
import { useEditWords, type EditLine } from './editWords.ts';
import styles from './edits.module.css';

interface EditListProps {
  readonly plan: EditPlan;
  readonly running: boolean;
  readonly onDrop: (index: number) => void;
}

/** Each edit with its values before and after, when it takes effect, and what may go wrong. */
export function EditList({ plan, running, onDrop }: EditListProps): ReactElement {
  const { t } = useTranslation();
  return (
    <ul className={styles.edits} aria-label={t('edit.list')}>
      {plan.edits.map((planned, index) => (
        <Edit key={index} planned={planned} running={running} onDrop={() => onDrop(index)} />
      ))}
    </ul>
  );
}

interface EditProps {
  readonly planned: PlannedEdit;
  readonly running: boolean;
  readonly onDrop: () => void;
}

function Edit({ planned, running, onDrop }: EditProps): ReactElement {
  const { t } = useTranslation();
  const words = useEditWords();
  const { object, lines } = words.edit(planned.edit);
  return (
    <li className={styles.edit}>
      <div className={styles.object}>{object}</div>
      <div className={styles.lines}>
        {lines.map((line) => (
          <Line key={line.property} line={line} effect={running ? planned.effects[line.property] : undefined} />
        ))}
        {planned.risks.map((risk) => (
          <div key={risk} className={styles.risk}>
            <TriangleAlert size={13} aria-hidden /> {t(`edit.risks.${risk}`)}
          </div>
        ))}
      </div>
      <Tooltip label={t('edit.drop')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('edit.dropOf', { object })} onClick={onDrop}>
          <Undo2 size={14} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

function Line({ line, effect }: { readonly line: EditLine; readonly effect: EditEffect | undefined }): ReactElement {
  return (
    <div className={styles.change}>
      <span className={styles.label}>{line.label}</span>
      {line.to !== undefined && (
        <span className={styles.values}>
          <span className={styles.from}>{line.from}</span> <ArrowRight size={12} aria-label="→" />{' '}
          <span>{line.to}</span>
        </span>
      )}
      {line.about !== undefined && <span className={styles.values}>{line.about}</span>}
      {effect !== undefined && <Effect effect={effect} />}
    </div>
  );
}

const effectIcons = { now: Zap, nextStart: Clock3, shutdown: Power } as const;

export function Effect({ effect }: { readonly effect: EditEffect }): ReactElement {
  const { t } = useTranslation();
  const Icon = effectIcons[effect];
  return (
    <span className={styles.effect} data-effect={effect}>
      <Icon size={12} aria-hidden /> {t(`edit.effects.${effect}`)}
    </span>
  );
}
