import { Button } from '@mantine/core';
import { CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { en } from '../../../words/en.ts';
import type { Finding } from '../../../../shared/model/finding.ts';
import type { PropertyForm } from '../form.ts';
import styles from './special.module.css';

/** A key of the words as it is asked for: without the ending that the count decides. */
type Asked<Key> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key;
type FindingWord = Asked<keyof typeof en.hardware.special.findings>;
type FixWord = Asked<keyof typeof en.hardware.special.fixes>;

interface FindingsProps {
  readonly form: PropertyForm;
  readonly findings: readonly Finding<FindingWord, FixWord>[];
}

const icons = { error: CircleX, warning: TriangleAlert, hint: Info } as const;

/** What a check found, each with its ways out. */
export function Findings({ form, findings }: FindingsProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div role="status">
      {findings.map(({ level, word, params, fixes = [] }) => {
        const Icon = icons[level];
        return (
          <div key={word} className={styles.finding} data-level={level}>
            <Icon size={14} aria-hidden className={styles.findingIcon} />
            <span>{t(`hardware.special.findings.${word}`, { ...params })}</span>
            {fixes.map((fix) => (
              <Button key={fix.word} size="compact-xs" variant="default" onClick={() => form.change(fix.changes)}>
                {t(`hardware.special.fixes.${fix.word}`, { ...fix.params })}
              </Button>
            ))}
          </div>
        );
      })}
    </div>
  );
}
