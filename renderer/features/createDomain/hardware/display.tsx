/** What one sees, hears and points with. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FormRow } from '../../../components/formRow.tsx';
import { Choose, Toggle } from './choose.tsx';
import type { PartProps } from './part.ts';

export function Display({ hardware, onChange, choices, notesAt, all }: PartProps): ReactElement {
  const { t } = useTranslation();
  const none = hardware.graphics === 'none';
  return (
    <>
      <FormRow
        label={t('creation.hardware.graphics')}
        notes={notesAt('hardware.graphics', ...(all ? [] : ['hardware.video']))}
        hint={none ? t('creation.hardware.noGraphicsHint') : undefined}
      >
        <Choose
          label={t('creation.hardware.graphics')}
          options={choices.graphics}
          value={hardware.graphics}
          text={(each) => t(`creation.hardware.graphicsTypes.${each}`)}
          onChange={(graphics) => onChange({ ...hardware, graphics })}
        />
      </FormRow>
      {all && (
        <>
          <FormRow label={t('creation.hardware.video')} notes={notesAt('hardware.video')}>
            <Choose
              label={t('creation.hardware.video')}
              options={choices.videos}
              value={hardware.video}
              disabled={none}
              onChange={(video) => onChange({ ...hardware, video })}
            />
          </FormRow>
          <FormRow label={t('creation.hardware.tablet')} hint={t('creation.hardware.tabletHint')}>
            <Toggle
              label={t('creation.hardware.tablet')}
              checked={hardware.tablet}
              onChange={(tablet) => onChange({ ...hardware, tablet })}
            />
          </FormRow>
          <FormRow label={t('creation.hardware.sound')}>
            <Toggle
              label={t('creation.hardware.sound')}
              checked={hardware.sound}
              onChange={(sound) => onChange({ ...hardware, sound })}
            />
          </FormRow>
        </>
      )}
    </>
  );
}
