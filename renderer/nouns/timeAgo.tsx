import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** What is shown counts in minutes at best. */
const LOOK_AGAIN_MS = 30_000;

const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** "5 minutes ago", and on hover the time itself. @param at epoch ms */
export function TimeAgo({ at }: { readonly at: number }): ReactElement {
  const { i18n } = useTranslation();
  const now = useNow(LOOK_AGAIN_MS);
  return (
    <time dateTime={new Date(at).toISOString()} title={timeText(at, i18n.language)}>
      {agoText(now - at, i18n.language)}
    </time>
  );
}

/** Date and time as the language writes them. @param at epoch ms */
export const timeText = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);

/** @param ms how long ago; the clock of this machine may have been set back since */
export function agoText(ms: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const seconds = Math.max(0, ms / 1000);
  const [unit, size] = units.find(([, least]) => seconds >= least) ?? ['second', Infinity];
  return words.format(-Math.floor(seconds / size), unit);
}

function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
