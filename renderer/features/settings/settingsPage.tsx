import { SegmentedControl, Select } from '@mantine/core';
import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import { languages, themes, type Settings, type SettingsPatch } from '../../../shared/model/settings.ts';
import { api } from '../../backend.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useSettings } from '../../store/settings.ts';
import { About } from './about.tsx';
import { ChordField } from './chordField.tsx';
import styles from './settings.module.css';

/** Each language in its own words: whoever looks for it can read it. */
const languageNames: Readonly<Record<(typeof languages)[number], string>> = { en: 'English', 'zh-CN': '简体中文' };
const intervals: readonly number[] = [1, 2, 5, 10, 30, 60];
const scales = ['fit', 'oneToOne'] as const satisfies readonly Settings['console']['scale'][];

/** What this workstation's user prefers. Every change holds at once, in every window. */
export function SettingsPage(): ReactElement {
  const { t } = useTranslation();
  const settings = useSettings();
  const [error, setError] = useState<ErrorData>();
  const change = (patch: SettingsPatch): void => {
    setError(undefined);
    api.app.updateSettings(patch).catch((thrown: unknown) => setError(toErrorData(thrown)));
  };
  return (
    <article className={styles.page} aria-labelledby="settings-heading">
      <h1 id="settings-heading">{t('settings.title')}</h1>
      {error !== undefined && <Problem error={error} />}
      <Appearance settings={settings} change={change} />
      <Group title={t('settings.statistics')}>
        <Interval value={settings.statsIntervalSeconds} change={change} />
      </Group>
      <Consoles settings={settings} change={change} />
      <About />
    </article>
  );
}

interface GroupProps {
  readonly settings: Settings;
  readonly change: (patch: SettingsPatch) => void;
}

function Appearance({ settings, change }: GroupProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Group title={t('settings.appearance')}>
      <Row label={t('settings.theme')}>
        {(id) => (
          <Choice
            labelledBy={id}
            value={settings.theme}
            options={themes}
            label={(theme) => t(`settings.themes.${theme}`)}
            onChange={(theme) => change({ theme })}
          />
        )}
      </Row>
      <Row label={t('settings.language')}>
        {(id) => (
          <Choice
            labelledBy={id}
            value={settings.language}
            options={['system', ...languages]}
            label={(language) => (language === 'system' ? t('settings.systemLanguage') : languageNames[language])}
            onChange={(language) => change({ language })}
          />
        )}
      </Row>
    </Group>
  );
}

function Interval({ value, change }: { readonly value: number; readonly change: GroupProps['change'] }): ReactElement {
  const { t } = useTranslation();
  const choices = intervals.includes(value) ? intervals : [...intervals, value].toSorted((a, b) => a - b);
  return (
    <Row label={t('settings.interval')} hint={t('settings.intervalHint')}>
      {(id) => (
        <Select
          aria-labelledby={id}
          w={160}
          allowDeselect={false}
          value={String(value)}
          data={choices.map((seconds) => ({
            value: String(seconds),
            label: t('settings.seconds', { count: seconds }),
          }))}
          onChange={(seconds) => {
            if (seconds !== null) change({ statsIntervalSeconds: Number(seconds) });
          }}
        />
      )}
    </Row>
  );
}

function Consoles({ settings, change }: GroupProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Group title={t('settings.consoles')}>
      <Row label={t('settings.scale')} hint={t('settings.scaleHint')}>
        {(id) => (
          <Choice
            labelledBy={id}
            value={settings.console.scale}
            options={scales}
            label={(scale) => t(`settings.scales.${scale}`)}
            onChange={(scale) => change({ console: { scale } })}
          />
        )}
      </Row>
      <Row label={t('settings.releaseChord')} hint={t('settings.releaseChordHint')}>
        {(id) => (
          <ChordField
            labelledBy={id}
            value={settings.console.releaseChord}
            onChange={(releaseChord) => change({ console: { releaseChord } })}
          />
        )}
      </Row>
    </Group>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={styles.group}>
      <h2 id={heading}>{title}</h2>
      {children}
    </section>
  );
}

interface RowProps {
  readonly label: string;
  readonly hint?: string;
  /** @param id of the label, for the control's name */
  readonly children: (id: string) => ReactNode;
}

function Row({ label, hint, children }: RowProps): ReactElement {
  const id = useId();
  return (
    <div className={styles.row}>
      <div>
        <div id={id}>{label}</div>
        {hint !== undefined && <div className={styles.hint}>{hint}</div>}
      </div>
      <div>{children(id)}</div>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly value: T;
  readonly options: readonly T[];
  readonly label: (option: T) => string;
  readonly labelledBy: string;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ value, options, label, labelledBy, onChange }: ChoiceProps<T>): ReactElement {
  return (
    <SegmentedControl
      aria-labelledby={labelledBy}
      value={value}
      data={options.map((option) => ({ value: option, label: label(option) }))}
      onChange={(chosen) => {
        const option = options.find((one) => one === chosen);
        if (option !== undefined) onChange(option);
      }}
    />
  );
}
