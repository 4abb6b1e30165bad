import { Autocomplete } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

interface TimeZoneFieldProps {
  readonly value: string | undefined;
  /** undefined: none is said. */
  readonly onChange: (timezone: string | undefined) => void;
  readonly placeholder?: string;
}

const zones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** A time zone by its IANA name; one that the browser doesn't know may be typed. */
export function TimeZoneField({ value = '', onChange, placeholder }: TimeZoneFieldProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Autocomplete
      w={240}
      limit={100}
      aria-label={t('creation.cloudInit.timezone')}
      {...(placeholder !== undefined && { placeholder })}
      data={zones()}
      value={value}
      onChange={(typed) => onChange(typed.trim() === '' ? undefined : typed.trim())}
    />
  );
}
